package io.mehari.catalog.schema;

/** An expression that has no known meaning. Has no stack trace: it is a result, not a defect. */
final class UnknownPatternException extends Exception {
    private static final long serialVersionUID = 1L;

    UnknownPatternException(String reason) {
        super(reason, null, false, false);
    }
}
