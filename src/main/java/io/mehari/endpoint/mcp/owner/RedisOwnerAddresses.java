package io.mehari.endpoint.mcp.owner;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mehari.redis.RedisCommands;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.redisson.api.RBucket;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * Addresses in Redis, each under a key that ends {@link #HOLDS} after its instance has said last that it is there. What was found is believed for
 * {@link #BELIEVED}; while Redis does not answer, for as long as it is remembered.
 */
final class RedisOwnerAddresses implements OwnerAddresses {
    /** What the key of an instance begins with. */
    static final String PREFIX = "mcp:session-owner:";

    /** How long an address holds. */
    static final Duration HOLDS = Duration.ofSeconds(15);

    /** Time until it is said again. */
    static final Duration BEAT = Duration.ofSeconds(5);

    /** How long Redis is not asked again. */
    static final Duration BELIEVED = Duration.ofSeconds(1);

    /** Instances that are remembered, each for five minutes. */
    static final int MOST = 1000;

    /** What an address looks like: a host, or an IPv6 address in brackets, and a port. */
    static final Pattern ADDRESS =
            Pattern.compile("http://([A-Za-z0-9._-]{1,250}|\\[[0-9A-Fa-f:.]{2,45}])(:\\d{1,5})?");

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final String self;
    private final String address;
    private final RedisCommands redis;
    private final Timer timer;
    private final LongSupplier nanoTime;
    private final Cache<String, Found> found =
            Caffeine.newBuilder().maximumSize(MOST).expireAfterWrite(REMEMBERED).build();
    private volatile boolean closed;

    private record Found(Optional<String> address, long at) {}

    private RedisOwnerAddresses(String self, String address, RedisCommands redis, Timer timer, LongSupplier nanoTime) {
        this.self = self;
        this.address = address;
        this.redis = redis;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    /**
     * Says from now on where this instance can be reached.
     *
     * @param self its name
     * @param address of its data plane
     * @param redis where that is said
     * @param timer has it said again and again
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     * @return to be closed when this instance stops
     */
    static RedisOwnerAddresses announcing(
            String self, String address, RedisCommands redis, Timer timer, LongSupplier nanoTime) {
        RedisOwnerAddresses addresses = new RedisOwnerAddresses(self, address, redis, timer, nanoTime);
        addresses.announce();
        return addresses;
    }

    @Override
    public CompletableFuture<Optional<String>> find(String owner) {
        Found known = found.getIfPresent(owner);
        if (known != null && nanoTime.getAsLong() - known.at() < BELIEVED.toNanos()) {
            return CompletableFuture.completedFuture(known.address());
        }
        return redis.ask(client -> bucket(client, owner).getAsync()).handle((value, failure) -> {
            if (failure == null) {
                Found now = new Found(
                        Optional.ofNullable(value)
                                .filter(text -> ADDRESS.matcher(text).matches()),
                        nanoTime.getAsLong());
                found.put(owner, now);
                return now.address();
            }
            if (known == null || known.address().isEmpty()) {
                throw new IllegalStateException(failure.getMessage());
            }
            return known.address();
        });
    }

    @Override
    public void close() {
        closed = true;
        redis.ask(client -> bucket(client, self).deleteAsync());
    }

    private void announce() {
        if (closed) {
            return;
        }
        redis.ask(client -> bucket(client, self).setAsync(address, HOLDS))
                .whenComplete((done, failure) -> announceLater(failure == null ? BEAT : SOON));
    }

    private void announceLater(Duration pause) {
        try {
            timer.newTimeout(due -> announce(), pause.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            closed = true; // the timer has ended, and with it the gateway
        }
    }

    private static RBucket<String> bucket(RedissonClient client, String owner) {
        return client.getBucket(PREFIX + owner, StringCodec.INSTANCE);
    }
}
