package io.mehari.ratelimit;

import io.mehari.redis.RedisCommands;
import io.mehari.redis.RedisScript;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Counts calls in Redis: of each caller one number, which Redis forgets as soon as it says nothing any more. The clock is that of Redis, so
 * those of the gateways do not matter. Safe for concurrent use.
 */
final class RedisCallCounter implements CallCounter {
    /** What the key of a caller begins with. */
    static final String PREFIX = "mcp:rate-limit:";

    private static final RedisScript TAKE = RedisScript.of(RedisCallCounter.class, "take.lua");

    private final RedisCommands redis;

    RedisCallCounter(RedisCommands redis) {
        this.redis = redis;
    }

    @Override
    public CompletionStage<Counted> count(String caller, RateLimit limit) {
        List<String> key = List.of(PREFIX + caller);
        byte[] interval = micros(limit.intervalNanos());
        byte[] span = micros(limit.span());
        return redis.ask(client -> TAKE.run(client, key, interval, span)).thenApply(RedisCallCounter::counted);
    }

    @Override
    public Optional<String> problem() {
        return redis.problem();
    }

    @Override
    public long counted() {
        return redis.answered();
    }

    @Override
    public long failed() {
        return redis.failed();
    }

    @Override
    public long skipped() {
        return redis.skipped();
    }

    private static Counted counted(List<Object> answer) {
        return new Counted((Long) answer.get(0) == 1, TimeUnit.MICROSECONDS.toNanos((Long) answer.get(1)));
    }

    /** With its fraction: the interval of a high limit is not a whole number of them. */
    private static byte[] micros(long nanos) {
        return RedisScript.argument(Double.toString(nanos / 1000.0));
    }
}
