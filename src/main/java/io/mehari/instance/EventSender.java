package io.mehari.instance;

import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvent;
import io.mehari.event.GatewayEvents;
import io.mehari.notification.EventMessage;
import io.mehari.notification.Topic;
import io.mehari.protocol.Json;
import io.mehari.redis.RedisScript;
import io.mehari.redis.Repeated;
import io.mehari.redis.ServerScripts;
import io.mehari.text.LogThrottle;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the other gateways what happens here: appends it to a stream of Redis, numbered, and rings. One list at a time; what Redis
 * may not have taken is sent again under its numbers, by which a reader knows it. While Redis is away events wait in a bounded queue,
 * whose oldest are dropped and counted. Never waits. Safe for concurrent use.
 */
final class EventSender implements AutoCloseable {
    /** Key of the stream. */
    static final String STREAM = "mcp:events";

    /** Topic that is rung when there is something new in it. */
    static final String BELL = "mcp:events:bell";

    /** What concerns more than the gateway where it happens. Calls, their errors and numbers that change all the time stay there. */
    static final Set<Topic> SHARED = EnumSet.of(
            Topic.ALERTS,
            Topic.BREAKERS,
            Topic.UPSTREAMS,
            Topic.TOOLS,
            Topic.CONFIG,
            Topic.DEAD_LETTERS,
            Topic.LEARNING);

    /** About how many events the stream keeps for readers that were away, and for how long after the last one. */
    static final int KEPT = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(EventSender.class);
    private static final Duration PAUSE = Duration.ofMillis(100);
    private static final Duration KEEP = Duration.ofHours(1);
    private static final int BATCH = 200;
    private static final int LONGEST = 65_536;

    private static final RedisScript APPEND = RedisScript.of(EventSender.class, "append-events.lua");

    private final String epoch;
    private final String instance;
    private final ServerScripts redis;
    private final EventQueue<GatewayEvent> queue;
    private final Repeated sending;
    private final LogThrottle failures = new LogThrottle();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong leftOut = new AtomicLong();

    /** Sent, and not known to be taken. Used by one step at a time. */
    private volatile List<String> pending = List.of();

    private volatile long number;

    /**
     * Hears of everything from now on, and tells it after {@link #start}.
     *
     * @param self this gateway
     * @param redis runs scripts
     * @param events what happens
     * @param capacity events that wait
     * @param timer between two looks
     */
    EventSender(Instance self, ServerScripts redis, GatewayEvents events, int capacity, Timer timer) {
        this.epoch = self.epoch();
        this.instance = self.id();
        this.redis = redis;
        this.queue =
                events.subscribe(GatewayEvent.class, capacity, event -> SHARED.contains(EventMessage.topicOf(event)));
        this.sending = new Repeated(timer, PAUSE, this::send);
    }

    void start() {
        sending.now();
    }

    private CompletableFuture<Void> send() {
        if (pending.isEmpty()) {
            pending = numbered(queue.drain(BATCH));
        }
        if (pending.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        List<Object> values = new ArrayList<>(List.of(BELL, KEPT, KEEP.toMillis()));
        values.addAll(pending);
        return redis.run(APPEND, List.of(STREAM), values.toArray()).handle((answer, failure) -> {
            if (failure == null) {
                sent.addAndGet(pending.size());
                pending = List.of();
            } else {
                failed();
            }
            return null;
        });
    }

    private List<String> numbered(List<GatewayEvent> events) {
        List<String> texts = new ArrayList<>(events.size());
        for (GatewayEvent event : events) {
            try {
                EventMessage message = EventMessage.of(event);
                boolean fits = Json.text(message.payload()).length() <= LONGEST;
                if (fits) {
                    long next = number + 1;
                    texts.add(new SharedEvent(epoch, next, instance, message.topic(), message.type(), message.payload())
                            .text());
                    number = next;
                } else {
                    leftOut.incrementAndGet();
                }
            } catch (RuntimeException e) {
                leftOut.incrementAndGet();
                LOG.warn("An event of type {} could not be told to other gateways: {}", name(event), e.toString());
            }
        }
        return texts;
    }

    private static String name(GatewayEvent event) {
        return event.getClass().getSimpleName();
    }

    private void failed() {
        long times = failures.occurred();
        if (times > 0) {
            LOG.warn(
                    "Other gateways are not told what happens here, {} wait: Redis: {} ({} times so far)",
                    queue.size() + pending.size(),
                    redis.problem().orElse("it answered with an error"),
                    times);
        }
    }

    /** Events that were told since the start. */
    long sent() {
        return sent.get();
    }

    /** Events that were not: they found no room while Redis was away, or were too long. */
    long dropped() {
        return queue.dropped() + leftOut.get();
    }

    /** Events that wait. */
    int waiting() {
        return queue.size() + pending.size();
    }

    /** Tells nothing more. */
    @Override
    public void close() {
        sending.close();
    }
}
