package io.mehari.monitoring;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Knows of the gateway's own recurring work whether it still recurs: a thread that has died says nothing. Nothing need
 * be known of the periods, which are settings: they are learnt. Safe for concurrent use.
 */
public final class Heartbeats implements HealthCheck {
    /** Silence shorter than this is nothing, in nanoseconds: a pause of the machine. */
    private static final long PATIENCE = Duration.ofSeconds(30).toNanos();

    /** Silence of so many periods is too long. */
    private static final int PERIODS = 10;

    private final Map<String, Beat> beats = new ConcurrentHashMap<>();
    private final LongSupplier nanos;

    /**
     * Nothing is expected yet.
     *
     * @param nanos time from any origin, in nanoseconds; it must not step
     */
    public Heartbeats(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Tells that recurring work is done once more. From the second time on it is expected again.
     *
     * @param work its name, as operators know it; few names, known at build time
     */
    public void beat(String work) {
        long now = nanos.getAsLong();
        Beat earlier = beats.putIfAbsent(work, new Beat(now));
        if (earlier != null) {
            earlier.again(now);
        }
    }

    /** Other routes do recurring work now, and perhaps not all of it: nothing is expected until it is done once more. */
    public void forget() {
        beats.clear();
    }

    @Override
    public String name() {
        return "maintenance";
    }

    @Override
    public Condition check() {
        long now = nanos.getAsLong();
        Map<String, Duration> silent = new TreeMap<>();
        beats.forEach((work, beat) -> beat.tooSilent(now, work, silent));
        if (silent.isEmpty()) {
            return Condition.HEALTHY;
        }
        List<String> told = silent.entrySet().stream()
                .map(work -> work.getKey() + " for " + work.getValue().toSeconds() + " s")
                .toList();
        return Condition.unhealthy("Work of the gateway itself has not been done any more: " + String.join(", ", told)
                + ". Look for what ended its thread in the log, and restart the gateway");
    }

    /** When it was done last, and the longest time that ever lay between. */
    private static final class Beat {
        private long last;
        private long period;

        Beat(long now) {
            this.last = now;
        }

        synchronized void again(long now) {
            period = Math.max(period, now - last);
            last = now;
        }

        synchronized void tooSilent(long now, String work, Map<String, Duration> silent) {
            long silence = now - last;
            if (period > 0 && silence > Math.max(PATIENCE, PERIODS * period)) {
                silent.put(work, Duration.ofNanos(silence));
            }
        }
    }
}
