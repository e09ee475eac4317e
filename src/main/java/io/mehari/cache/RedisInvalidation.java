package io.mehari.cache;

import io.mehari.redis.RedisConnection;
import io.mehari.redis.RedisFailures;
import io.mehari.text.LogThrottle;
import java.util.UUID;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other gateways on one Redis which results are gone, and hears from them: one topic, whose messages are the id of the sender
 * and the mark of a {@link CacheScope}. Anything else there is left alone. Safe for concurrent use.
 */
final class RedisInvalidation {
    /** Name of the topic. */
    static final String TOPIC = "mcp:cache:invalidation";

    private static final Logger LOG = LoggerFactory.getLogger(RedisInvalidation.class);

    private final String self = UUID.randomUUID().toString();
    private final RedisConnection redis;
    private final CacheTiers tiers;
    private final LogThrottle failures = new LogThrottle();

    private RedisInvalidation(RedisConnection redis, CacheTiers tiers) {
        this.redis = redis;
        this.tiers = tiers;
    }

    /**
     * Joins the topic as soon as Redis is there; the client joins again by itself after a break.
     *
     * @param redis the connection
     * @param tiers from which is removed what others say
     * @return works from now on by itself
     */
    static RedisInvalidation between(RedisConnection redis, CacheTiers tiers) {
        RedisInvalidation invalidation = new RedisInvalidation(redis, tiers);
        tiers.tellOthers(invalidation::tell);
        redis.whenConnected(invalidation::listen);
        return invalidation;
    }

    private void tell(CacheScope scope) {
        redis.client()
                .ifPresent(client -> topic(client)
                        .publishAsync(self + " " + scope.mark())
                        .whenComplete((heard, failure) -> failed(failure)));
    }

    private void listen(RedissonClient client) {
        topic(client)
                .addListenerAsync(String.class, (channel, message) -> heard(message))
                .whenComplete((id, failure) -> failed(failure));
    }

    private void heard(String message) {
        int space = message.indexOf(' ');
        if (space < 0 || message.startsWith(self)) {
            return;
        }
        try {
            tiers.invalidateHere(new CacheScope(message.substring(space + 1)));
        } catch (IllegalArgumentException e) {
            LOG.debug("A message of the topic {} is none of a gateway", TOPIC, e);
        }
    }

    private void failed(Throwable failure) {
        if (failure != null) {
            long times = failures.occurred();
            if (times > 0) {
                LOG.warn(
                        "Other gateways may not be told which results of the cache are gone: Redis: {} ({} so far)",
                        RedisFailures.text(failure),
                        times);
            }
        }
    }

    private static RTopic topic(RedissonClient client) {
        return client.getTopic(TOPIC, StringCodec.INSTANCE);
    }
}
