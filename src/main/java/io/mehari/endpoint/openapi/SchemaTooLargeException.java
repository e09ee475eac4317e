package io.mehari.endpoint.openapi;

/** A schema would become too large a part of a document. */
final class SchemaTooLargeException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    SchemaTooLargeException() {
        super("The schema is too large for a document", null, false, false);
    }
}
