package io.mehari.failure.similarity;

/** The jars of a model are not there, which is no fault: not everyone has them. */
final class EmbeddingMissingException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    EmbeddingMissingException(String message) {
        super(message);
    }
}
