package io.mehari.cache;

import io.mehari.redis.RedisConnection;
import io.mehari.redis.RedisFailures;
import io.mehari.redis.RedisScript;
import io.mehari.redis.Repeated;
import io.mehari.redis.ServerScripts;
import io.mehari.text.LogThrottle;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.redisson.api.RTopic;
import org.redisson.api.RedissonClient;
import org.redisson.api.listener.StatusListener;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other gateways on one Redis which results are gone, and hears from them, also of what happened while Redis could not be
 * reached: by a stream of numbered entries, which is read when a topic rings, when it is joined again, and every other second. What
 * could not be told waits. Where entries are missing, everything that may be this gateway's alone is removed. Never waits.
 * Safe for concurrent use.
 */
final class RedisInvalidation implements AutoCloseable {
    /** Name of the topic that is rung; a message is the gateway that rings. */
    static final String TOPIC = "mcp:cache:invalidation";

    /** Key of the stream. */
    static final String STREAM = "mcp:invalidations";

    /** Entries that stay in the stream, and removals that wait to be told. */
    static final int KEPT = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(RedisInvalidation.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    private static final String BEGIN = "begin";
    private static final int HEAD = 2;
    private static final int ENTRY = 4;

    private static final RedisScript EXCHANGE = RedisScript.of(RedisInvalidation.class, "exchange-invalidations.lua");

    private final String self = UUID.randomUUID().toString();
    private final ServerScripts redis;
    private final CacheTiers tiers;
    private final Consumer<CacheScope> missed;
    private final Repeated exchange;
    private final LogThrottle failures = new LogThrottle();
    private final Set<CacheScope> untold = new LinkedHashSet<>();

    /** Number of the last entry that was read; below zero before the first look. Used by one exchange at a time. */
    private volatile long last = -1;

    private RedisInvalidation(RedisConnection connection, CacheTiers tiers, Consumer<CacheScope> missed, Timer timer) {
        this.redis = new ServerScripts(connection);
        this.tiers = tiers;
        this.missed = missed;
        this.exchange = new Repeated(timer, PAUSE, this::exchange);
    }

    /**
     * Begins as soon as Redis is there; the client joins the topic again by itself after a break.
     *
     * @param connection to Redis
     * @param tiers from which is removed what others say
     * @param missed removes what may be this gateway's alone, of removals that it may have missed
     * @param timer for the pauses
     * @return works from now on by itself
     */
    static RedisInvalidation between(
            RedisConnection connection, CacheTiers tiers, Consumer<CacheScope> missed, Timer timer) {
        RedisInvalidation invalidation = new RedisInvalidation(connection, tiers, missed, timer);
        tiers.tellOthers(invalidation::tell);
        connection.whenConnected(invalidation::join);
        return invalidation;
    }

    private void tell(CacheScope scope) {
        synchronized (untold) {
            untold.add(scope);
            allOfTooMany();
        }
        exchange.now();
    }

    private void allOfTooMany() {
        if (untold.size() > KEPT) {
            untold.clear();
            untold.add(CacheScope.ALL);
        }
    }

    private void join(RedissonClient client) {
        RTopic topic = client.getTopic(TOPIC, StringCodec.INSTANCE);
        topic.addListenerAsync(new StatusListener() {
            @Override
            public void onSubscribe(String channel) {
                exchange.now();
            }

            @Override
            public void onUnsubscribe(String channel) {
                LOG.debug("The topic {} was left", channel);
            }
        });
        topic.addListenerAsync(String.class, (channel, from) -> {
                    if (!self.equals(from)) {
                        exchange.now();
                    }
                })
                .whenComplete((id, failure) -> {
                    if (failure != null) {
                        LOG.debug(
                                "The topic {} could not be joined; the stream is read every other second",
                                TOPIC,
                                failure);
                    }
                });
        exchange.now();
    }

    private CompletableFuture<Void> exchange() {
        List<CacheScope> told;
        synchronized (untold) {
            told = List.copyOf(untold);
            untold.clear();
        }
        List<Object> values = new ArrayList<>(List.of(TOPIC, KEPT, Math.max(0, last), self));
        told.forEach(scope -> values.add(scope.mark()));
        return redis.run(EXCHANGE, List.of(STREAM), values.toArray()).handle((answer, failure) -> {
            if (failure == null) {
                heard(answer);
            } else if (!told.isEmpty()) {
                notTold(told, failure);
            }
            return null;
        });
    }

    private void notTold(List<CacheScope> scopes, Throwable failure) {
        synchronized (untold) {
            untold.addAll(scopes);
            allOfTooMany();
        }
        long times = failures.occurred();
        if (times > 0) {
            LOG.warn(
                    "Other gateways are not told yet which results of the cache are gone: Redis: {} ({} so far)",
                    RedisFailures.text(failure),
                    times);
        }
    }

    private void heard(List<Object> answer) {
        long newest = (Long) answer.get(0);
        long now = (Long) answer.get(1);
        boolean first = last < 0;
        if (newest < last) { // the clock of a Redis that has forgotten everything went back
            missed.accept(CacheScope.ALL);
            last = 0;
            exchange.now();
            return;
        }
        Set<CacheScope> gone = new LinkedHashSet<>();
        for (int at = HEAD; at + ENTRY <= answer.size(); at += ENTRY) {
            boolean matters = !first || now - (Long) answer.get(at + 1) < CacheTier.MAX_TTL.toMillis();
            String mark = text(answer.get(at + 3));
            if (at == HEAD && matters && (first ? !mark.equals(BEGIN) : (Long) answer.get(at) > last + 1)) {
                missed.accept(CacheScope.ALL);
            }
            if (matters && !mark.equals(BEGIN) && !self.equals(text(answer.get(at + 2)))) {
                read(mark, gone);
            }
        }
        gone.forEach(first ? missed : tiers::invalidateHere);
        last = newest;
    }

    private static void read(String mark, Set<CacheScope> gone) {
        try {
            gone.add(new CacheScope(mark));
        } catch (IllegalArgumentException e) {
            LOG.debug("An entry of the stream {} is none of a gateway", STREAM, e);
        }
    }

    private static String text(Object value) {
        return String.valueOf(value);
    }

    /** Tells and hears nothing more. */
    @Override
    public void close() {
        exchange.close();
    }
}
