package io.mehari.idempotency;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Ends of calls of which the other gateways could not be told yet, at most {@value #MOST} and {@value #MOST_BYTES} bytes of answers:
 * beyond, answers are left out, and then the oldest are dropped. Safe for concurrent use.
 */
final class Unsettled {
    /** Ends that wait. */
    static final int MOST = 10_000;

    /** Bytes of answers that wait. */
    static final long MOST_BYTES = 8_000_000;

    private final Map<CallKey, End> ends = new LinkedHashMap<>();
    private long bytes;
    private boolean dropped;

    /**
     * How a call ended.
     *
     * @param mine its claim
     * @param ran what is kept of it; empty if it has not run
     * @param answer bytes of its result; none if that is not kept
     * @param ttl how long it is known; zero if it has not run
     */
    record End(Claim.Mine mine, Optional<KeptAnswer> ran, byte[] answer, Duration ttl) {
        private End withoutAnswer() {
            return new End(mine, ran.map(KeptAnswer::withoutResult), new byte[0], ttl);
        }
    }

    synchronized void add(CallKey key, End end) {
        remove(key);
        End kept = bytes + end.answer().length > MOST_BYTES ? end.withoutAnswer() : end;
        ends.put(key, kept);
        bytes += kept.answer().length;
        if (ends.size() > MOST) {
            CallKey oldest = ends.keySet().iterator().next();
            dropped |= ends.get(oldest).ran().isPresent();
            remove(oldest);
        }
    }

    /** The call under a key, if it has run. */
    synchronized Optional<KeptAnswer> ran(CallKey key) {
        return Optional.ofNullable(ends.get(key)).flatMap(End::ran);
    }

    /** Others have been told. */
    synchronized void settled(CallKey key, End end) {
        if (ends.get(key) == end) {
            remove(key);
        }
    }

    synchronized List<Map.Entry<CallKey, End>> first(int most) {
        return ends.entrySet().stream().limit(most).map(Map.Entry::copyOf).toList();
    }

    synchronized boolean isEmpty() {
        return ends.isEmpty();
    }

    synchronized int size() {
        return ends.size();
    }

    /** Whether a call has run of which neither the others nor this one knows any more. */
    synchronized boolean hasDropped() {
        return dropped;
    }

    private void remove(CallKey key) {
        End before = ends.remove(key);
        if (before != null) {
            bytes -= before.answer().length;
        }
    }
}
