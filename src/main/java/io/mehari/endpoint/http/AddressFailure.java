package io.mehari.endpoint.http;

/** The data plane cannot listen where its settings say. */
final class AddressFailure extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final String remedy;

    AddressFailure(String description, String remedy, Throwable cause) {
        super(description, cause);
        this.remedy = remedy;
    }

    /** What to do about it. */
    String remedy() {
        return remedy;
    }
}
