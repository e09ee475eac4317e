package io.mehari.monitoring.prediction;

import io.mehari.monitoring.sample.CallFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Made traces of servers, an hour of samples each: some of them go wrong slowly, some at once, some are only restless.
 * Calls fail by chance with the probability of the moment, and times scatter.
 */
final class FaultTraces {
    static final int SAMPLES = 120;

    enum Kind {
        ERRORS_LINEAR(true),
        ERRORS_DOUBLING(true),
        TIMES_LINEAR(true),
        TIMES_DOUBLING(true),
        SUDDEN(false),
        FLAT(false),
        NOISY(false),
        SPIKES(false),
        PLATEAU(false),
        WAVE(false);

        final boolean goesWrongSlowly;

        Kind(boolean goesWrongSlowly) {
            this.goesWrongSlowly = goesWrongSlowly;
        }
    }

    /**
     * @param times whether the response time is what happens to, otherwise the error rate
     * @param onset sample at which it begins to go wrong
     */
    record Trace(Kind kind, boolean times, int onset, long callsPerSample, List<CallFigures> samples) {}

    private final Random random;
    private final int[] callsPerSample;

    FaultTraces(long seed, int... callsPerSample) {
        this.random = new Random(seed);
        this.callsPerSample = callsPerSample;
    }

    List<Trace> make(int ofEachKind) {
        List<Trace> traces = new ArrayList<>();
        for (int i = 0; i < ofEachKind; i++) {
            for (Kind kind : Kind.values()) {
                traces.add(trace(kind));
            }
        }
        return traces;
    }

    private Trace trace(Kind kind) {
        boolean times = switch (kind) {
            case TIMES_LINEAR, TIMES_DOUBLING, NOISY, WAVE -> true;
            case ERRORS_LINEAR, ERRORS_DOUBLING -> false;
            default -> random.nextBoolean();
        };
        int calls = callsPerSample[random.nextInt(callsPerSample.length)];
        int onset = 30 + random.nextInt(30);
        double duration = between(15, 60);
        double doubling = between(5, 15);
        double rate = kind == Kind.FLAT ? between(0, 0.03) : between(0, 0.01);
        double seconds = kind == Kind.NOISY ? between(0.3, 2.5) : between(0.1, 1.2);
        double noise = kind == Kind.NOISY ? between(0.3, 0.8) : between(0.1, 0.5);
        double worstRate = between(0.08, 0.4);
        double worstSeconds = between(7, 20);
        double period = between(40, 100);
        double amplitude = between(0.3, 0.7);
        List<CallFigures> samples = new ArrayList<>();
        for (int t = 0; t < SAMPLES; t++) {
            double p = rate;
            double s = seconds;
            double gone = Math.max(0, t - onset);
            switch (kind) {
                case ERRORS_LINEAR -> p = Math.min(1.5 * worstRate, rate + gone / duration * worstRate);
                case ERRORS_DOUBLING ->
                    p = gone == 0 ? rate : Math.min(0.6, Math.max(rate, 0.003) * Math.pow(2, gone / doubling));
                case TIMES_LINEAR ->
                    s = Math.min(1.5 * worstSeconds, seconds + gone / duration * (worstSeconds - seconds));
                case TIMES_DOUBLING -> s = Math.min(30, seconds * Math.pow(2, gone / doubling));
                case SUDDEN -> {
                    p = gone > 0 && !times ? 0.3 : rate;
                    s = gone > 0 && times ? 9 : seconds;
                }
                case PLATEAU -> {
                    double share = Math.min(1, gone / duration);
                    p = times ? rate : rate + share * (0.025 - rate);
                    s = times ? seconds + share * (2.5 - seconds) : seconds;
                }
                case SPIKES -> {
                    boolean spike = random.nextDouble() < 0.05;
                    p = spike && !times ? between(0.05, 0.1) : rate;
                    s = spike && times ? seconds * between(2, 4) : seconds;
                }
                case WAVE -> s = 2 * (1 + amplitude * Math.sin(2 * Math.PI * t / period));
                default -> {}
            }
            samples.add(sample(calls, p, s, noise));
        }
        return new Trace(kind, times, onset, calls, samples);
    }

    private CallFigures sample(int calls, double rate, double seconds, double noise) {
        int n = (int) Math.max(1, Math.round(calls + Math.sqrt(calls) * random.nextGaussian()));
        int failures = 0;
        for (int i = 0; i < n; i++) {
            failures += random.nextDouble() < rate ? 1 : 0;
        }
        double mean = seconds * Math.exp(noise * random.nextGaussian() / Math.sqrt(Math.max(1, n / 5.0)));
        return new CallFigures(n, failures, mean * n);
    }

    private double between(double least, double most) {
        return least + random.nextDouble() * (most - least);
    }
}
