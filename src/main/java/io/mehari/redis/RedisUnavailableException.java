package io.mehari.redis;

/** Redis did not answer a command, or was not asked: the message says why, without anything secret. */
public final class RedisUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * Without a stack trace: it may come with every call, and says nothing about where.
     *
     * @param message a few words
     */
    public RedisUnavailableException(String message) {
        super(message, null, false, false);
    }
}
