package io.mehari.cache;

import io.mehari.redis.RedisConnection;
import io.mehari.redis.RedisFailures;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.redisson.api.RBucket;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.ByteArrayCodec;

/** Results in Redis, each a string under its key that Redis itself forgets in time. Safe for concurrent use. */
final class RedisTierStore implements TierStore {
    /** Most results on their way to Redis. */
    static final int MAX_WRITES = 1000;

    private final RedisConnection redis;
    private final AtomicInteger writes = new AtomicInteger();

    RedisTierStore(RedisConnection redis) {
        this.redis = redis;
    }

    @Override
    public CompletionStage<byte[]> read(String key) {
        return bucket(key).getAsync().exceptionally(failure -> {
            throw new CompletionException(
                    RedisFailures.isWrongType(failure)
                            ? new UnreadableResultException("it is no string of Redis")
                            : explained(failure));
        });
    }

    @Override
    public CompletionStage<Void> write(String key, byte[] bytes, Duration ttl) {
        if (writes.incrementAndGet() > MAX_WRITES) {
            writes.decrementAndGet();
            throw new RejectedExecutionException(MAX_WRITES + " results are on their way to Redis already");
        }
        try {
            return bucket(key).setAsync(bytes, ttl).handle((done, failure) -> {
                writes.decrementAndGet();
                if (failure != null) {
                    throw new CompletionException(explained(failure));
                }
                return null;
            });
        } catch (RuntimeException e) {
            writes.decrementAndGet();
            throw e;
        }
    }

    @Override
    public CompletionStage<Void> remove(CacheScope scope) {
        CompletionStage<?> removed = scope.isKey()
                ? bucket(scope.mark()).deleteAsync()
                : client().getKeys().deleteByPatternAsync(CacheKey.PREFIX + "*:" + scope.mark() + "*");
        return removed.handle((done, failure) -> {
            if (failure != null) {
                throw new CompletionException(explained(failure));
            }
            return null;
        });
    }

    /** The connection is not this store's. */
    @Override
    public void close() {
        // what is on its way ends within the limit of a command
    }

    private RBucket<byte[]> bucket(String key) {
        return client().getBucket(key, ByteArrayCodec.INSTANCE);
    }

    private RedissonClient client() {
        return redis.client()
                .orElseThrow(() ->
                        new IllegalStateException("Redis: " + redis.problem().orElse("the connection is closed")));
    }

    private static IllegalStateException explained(Throwable failure) {
        return new IllegalStateException("Redis: " + RedisFailures.text(failure));
    }
}
