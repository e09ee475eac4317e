package io.mehari.control;

/** An entry of a server that is to be added cannot be used. The message says why, without a value of the entry. */
public final class InvalidServerException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String field;

    InvalidServerException(String field, String message) {
        super(message, null, false, false);
        this.field = field;
    }

    /**
     * What is wrong.
     *
     * @return a key of the entry; empty for the whole
     */
    public String field() {
        return field;
    }
}
