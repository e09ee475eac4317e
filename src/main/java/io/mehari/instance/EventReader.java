package io.mehari.instance;

import io.mehari.redis.RedisConnection;
import io.mehari.redis.RedisScript;
import io.mehari.redis.Repeated;
import io.mehari.redis.ServerScripts;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from the other gateways what happened there, each event once and in the order of its gateway: reads on in the stream when it
 * rings, and every few seconds in case nobody heard that. What this gateway has told itself, and what comes a second time, is left
 * out; what it missed is counted. Never waits. Safe for concurrent use.
 */
final class EventReader implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventReader.class);
    private static final String BEGINNING = "0-0";
    private static final int BATCH = 500;
    private static final int MOST_SENDERS = 1_000;

    private static final RedisScript READ = RedisScript.of(EventReader.class, "read-events.lua");

    private final String epoch;
    private final ServerScripts redis;
    private final Listener listener;
    private final Repeated reading;
    private final Map<String, Long> numbers = new LinkedHashMap<>();
    private final AtomicLong heard = new AtomicLong();
    private final AtomicLong missed = new AtomicLong();
    private final AtomicLong unreadable = new AtomicLong();

    /** Id of the last entry that was read. Used by one step at a time. */
    private volatile String last = "";

    /** Who wants to know. */
    interface Listener {
        /** Something has happened at another gateway; says whether there was room for it. */
        boolean hear(SharedEvent event);
    }

    /**
     * Hears nothing yet.
     *
     * @param epoch of this gateway
     * @param redis runs scripts
     * @param pause between two looks where nothing rings
     * @param timer for that
     * @param listener is told
     */
    EventReader(String epoch, ServerScripts redis, Duration pause, Timer timer, Listener listener) {
        this.epoch = epoch;
        this.redis = redis;
        this.listener = listener;
        this.reading = new Repeated(timer, pause, this::read);
    }

    /** Reads from now on; the client of Redis joins the topic again by itself after a break. */
    void start(RedisConnection connection) {
        connection.whenConnected(this::join);
        reading.now();
    }

    private void join(RedissonClient client) {
        client.getTopic(EventSender.BELL, StringCodec.INSTANCE)
                .addListenerAsync(String.class, (topic, message) -> reading.now())
                .whenComplete((id, failure) -> {
                    if (failure != null) {
                        LOG.debug(
                                "The topic {} could not be joined; the stream is read every few seconds",
                                EventSender.BELL,
                                failure);
                    }
                });
    }

    private CompletableFuture<Void> read() {
        return redis.run(READ, List.of(EventSender.STREAM), last, BATCH).handle((answer, failure) -> {
            if (failure == null) {
                take(answer);
            }
            return null;
        });
    }

    private void take(List<Object> answer) {
        String newest = String.valueOf(answer.get(0));
        if (last.isEmpty()) {
            last = newest;
            return;
        }
        for (int i = 1; i + 1 < answer.size(); i += 2) {
            take(String.valueOf(answer.get(i + 1)));
            last = String.valueOf(answer.get(i));
        }
        if (isBefore(newest, last)) {
            last = BEGINNING; // a Redis that has forgotten everything; what was heard is known by its numbers
            reading.now();
        } else if (answer.size() > 2 * BATCH) {
            reading.now();
        }
    }

    /** Whether an id is lower than another one; an empty stream is before nothing. */
    private static boolean isBefore(String id, String other) {
        if (id.equals(BEGINNING)) {
            return false;
        }
        String[] one = id.split("-");
        String[] two = other.split("-");
        int millis = Long.compare(Long.parseLong(one[0]), Long.parseLong(two[0]));
        return millis < 0 || millis == 0 && Long.parseLong(one[1]) < Long.parseLong(two[1]);
    }

    private void take(String text) {
        Optional<SharedEvent> event = SharedEvent.read(text);
        if (event.isEmpty()) {
            unreadable.incrementAndGet();
        } else if (!event.get().from().equals(epoch) && isNew(event.get())) {
            boolean taken = listener.hear(event.get());
            (taken ? heard : missed).incrementAndGet();
        }
    }

    /** Numbers of one gateway come in their order; a lower one was sent twice. */
    private synchronized boolean isNew(SharedEvent event) {
        Long before = numbers.remove(event.from());
        numbers.put(event.from(), Math.max(event.number(), before == null ? 0 : before));
        if (numbers.size() > MOST_SENDERS) {
            numbers.remove(numbers.keySet().iterator().next());
        }
        if (before != null && event.number() > before + 1) {
            missed.addAndGet(event.number() - before - 1);
        }
        return before == null || event.number() > before;
    }

    /** Whether it has found the end of the stream, from which on it hears everything. */
    boolean isListening() {
        return !last.isEmpty();
    }

    /** Events of others since the start. */
    long heard() {
        return heard.get();
    }

    /** Events of others that were gone from the stream before they were read, or found no room here. */
    long missed() {
        return missed.get();
    }

    /** Entries of the stream that are no events of gateways. */
    long unreadable() {
        return unreadable.get();
    }

    /** Reads nothing more. */
    @Override
    public void close() {
        reading.close();
    }
}
