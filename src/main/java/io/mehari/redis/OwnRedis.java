package io.mehari.redis;

/** A Redis that the gateway has started itself. Where there is one, it is used in place of the one that is configured. */
public interface OwnRedis {
    /**
     * Where it is, and how to get in.
     *
     * @return with a password; never logged
     */
    RedisSettings settings();
}
