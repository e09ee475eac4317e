package io.mehari.monitoring.sample;

import java.time.Clock;
import java.util.Map;
import java.util.function.Supplier;

/** Takes samples and keeps them. For one thread, that of its route; what it keeps is read by any. */
public final class SystemSampler {
    private static final long MICROS = 1000;

    private final Supplier<SystemFigures> probe;
    private final CallTally calls;
    private final Supplier<Map<String, Double>> collectors;
    private final SampleHistory history;
    private final Clock clock;

    /**
     * What one look has found.
     *
     * @param sample kept
     * @param byServer calls since the look before, by name of the server
     */
    public record Look(SystemSample sample, Map<String, CallFigures> byServer) {
        /** One line for the log. */
        @Override
        public String toString() {
            return sample.json().toString();
        }
    }

    /**
     * A sampler that has looked at nothing yet.
     *
     * @param probe what the process is busy with
     * @param calls what became of calls; taken with each look
     * @param collectors values of the application's own
     * @param history where samples are kept
     * @param clock stamps samples
     */
    SystemSampler(
            Supplier<SystemFigures> probe,
            CallTally calls,
            Supplier<Map<String, Double>> collectors,
            SampleHistory history,
            Clock clock) {
        this.probe = probe;
        this.calls = calls;
        this.collectors = collectors;
        this.history = history;
        this.clock = clock;
    }

    /**
     * Looks once.
     *
     * @return what was found
     */
    public Look look() {
        long begin = System.nanoTime();
        CallTally.Taken taken = calls.take();
        SystemFigures figures = probe.get();
        long took = (System.nanoTime() - begin) / MICROS;
        SystemSample sample = new SystemSample(clock.instant(), figures, taken.all(), collectors.get(), took);
        history.add(sample);
        return new Look(sample, taken.byServer());
    }
}
