package io.mehari.text;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.LongSupplier;

/** How long the steps of something have taken, one after the other, for the log. Used by one thread. */
public final class StepTimes {
    private final LongSupplier nanoTime;
    private final long began;
    private final Map<String, Long> steps = new LinkedHashMap<>();
    private long last;

    /**
     * The first step begins.
     *
     * @param nanoTime as {@link System#nanoTime()}
     */
    public StepTimes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.began = nanoTime.getAsLong();
        this.last = began;
    }

    /**
     * A step ends and the next one begins. One that comes twice counts both times.
     *
     * @param step what was done
     */
    public void end(String step) {
        long now = nanoTime.getAsLong();
        steps.merge(step, now - last, Long::sum);
        last = now;
    }

    /** {@return such as {@code 412 ms: files 35 ms, routes 377 ms}; what came after the last step is not in it} */
    @Override
    public String toString() {
        StringJoiner all = new StringJoiner(", ", millis(last - began) + (steps.isEmpty() ? "" : ": "), "");
        steps.forEach((step, nanos) -> all.add(step + " " + millis(nanos)));
        return all.toString();
    }

    private static String millis(long nanos) {
        return Duration.ofNanos(nanos).toMillis() + " ms";
    }
}
