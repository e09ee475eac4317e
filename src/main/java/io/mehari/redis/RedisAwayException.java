package io.mehari.redis;

/** Redis was not asked: it has not been connected to yet, or not any more. */
final class RedisAwayException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Without a stack trace: it comes again and again, and says nothing about where. */
    RedisAwayException() {
        super("Redis is not connected", null, false, false);
    }
}
