package io.mehari.idempotency;

import io.mehari.text.LogThrottle;
import io.netty.util.Timer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Remembers calls in this process's memory. All live equally long, so that they end in the order they came. Where answers
 * take too much room the oldest go, but their keys stay: their calls are not run again. Safe for concurrent use.
 */
public final class MemoryAnswers implements KeptAnswers {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryAnswers.class);

    private final IdempotencySettings settings;
    private final Timer timer;
    private final LongSupplier nanoTime;
    private final LogThrottle forgotten = new LogThrottle();
    private final Map<CallKey, Entry> entries = new LinkedHashMap<>();
    /** Those with an answer, oldest first; some may have ended. */
    private final Deque<Entry> answered = new ArrayDeque<>();

    private long weight;
    private boolean sweeping;

    private static final class Entry {
        private final long endsAt;
        private final long weight;
        private KeptAnswer answer;

        Entry(KeptAnswer answer, long weight, long endsAt) {
            this.answer = answer;
            this.weight = weight;
            this.endsAt = endsAt;
        }

        boolean hasResult() {
            return answer.result().isPresent();
        }
    }

    /**
     * A memory of nothing.
     *
     * @param settings its bounds
     * @param timer ends entries
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    public MemoryAnswers(IdempotencySettings settings, Timer timer, LongSupplier nanoTime) {
        this.settings = settings;
        this.timer = timer;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized Optional<KeptAnswer> find(CallKey key) {
        endThoseDue();
        Entry found = entries.get(key);
        return found == null ? Optional.empty() : Optional.of(found.answer);
    }

    @Override
    public synchronized boolean keep(CallKey key, KeptAnswer answer) {
        endThoseDue();
        long most = settings.maxAnswer().toBytes();
        long size = answer.result().map(result -> AnswerWeight.of(result, most)).orElse(0L);
        boolean fits = answer.result().isPresent() && size <= most;
        long endsAt = nanoTime.getAsLong() + settings.ttl().toNanos();
        Entry entry = new Entry(fits ? answer : answer.withoutResult(), fits ? size : 0, endsAt);
        Entry before = entries.remove(key);
        if (before != null) {
            drop(before);
        }
        entries.put(key, entry);
        if (fits) {
            answered.add(entry);
            weight += size;
        }
        makeRoom();
        sweepLater();
        return fits;
    }

    /**
     * Bytes of the answers that are kept.
     *
     * @return at most {@code max-weight}, by estimate
     */
    public synchronized long weight() {
        return weight;
    }

    /**
     * The calls remembered.
     *
     * @return at most {@code max-entries}
     */
    public synchronized int size() {
        return entries.size();
    }

    private void makeRoom() {
        while (entries.size() > settings.maxEntries()) {
            Iterator<Entry> oldest = entries.values().iterator();
            drop(oldest.next());
            oldest.remove();
            warn();
        }
        while (weight > settings.maxWeight().toBytes()) {
            drop(answered.poll());
        }
    }

    private void warn() {
        long times = forgotten.occurred();
        if (times > 0) {
            LOG.warn(
                    "More calls with an Idempotency-Key have ended than mehari.rest.idempotency.max-entries ({}) remembers:"
                            + " the oldest is forgotten before its time, and would run again ({} so far)",
                    settings.maxEntries(),
                    times);
        }
    }

    /** Lets go of the answer; the key stays where the entry does. */
    private void drop(Entry entry) {
        if (entry.hasResult()) {
            entry.answer = entry.answer.withoutResult();
            weight -= entry.weight;
        }
    }

    private void endThoseDue() {
        long now = nanoTime.getAsLong();
        Iterator<Entry> oldest = entries.values().iterator();
        while (oldest.hasNext()) {
            Entry entry = oldest.next();
            if (entry.endsAt - now > 0) {
                break;
            }
            drop(entry);
            oldest.remove();
        }
        while (!answered.isEmpty() && !answered.peek().hasResult()) {
            answered.poll();
        }
    }

    /** One task for all: without it memory would be freed with the next call only. */
    private void sweepLater() {
        if (sweeping || entries.isEmpty()) {
            return;
        }
        long left = entries.values().iterator().next().endsAt - nanoTime.getAsLong();
        try {
            timer.newTimeout(due -> sweep(), Math.max(left, TimeUnit.SECONDS.toNanos(1)), TimeUnit.NANOSECONDS);
            sweeping = true;
        } catch (RejectedExecutionException | IllegalStateException e) {
            LOG.debug("No timer is left to forget calls with an Idempotency-Key; the next of them does it", e);
        }
    }

    private synchronized void sweep() {
        sweeping = false;
        endThoseDue();
        sweepLater();
    }
}
