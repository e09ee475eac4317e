package io.mehari.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One of several ways to the same server: what was measured on it, and the CPU time of all that served it. */
final class Way {
    private final String name;
    private final Load load;
    private final ProcessCpu own;
    private final ProcessCpu behind;
    private final List<Measurement> rounds = new ArrayList<>();
    private double micros;
    private long calls;

    /**
     * A way not measured yet.
     *
     * @param own the process that answers the caller
     * @param behind the server that it asks
     */
    Way(String name, HttpCall call, ProcessCpu own, ProcessCpu behind) {
        this(name, (lab, callers, length) -> lab.driver().run(call, callers, length), own, behind);
    }

    /**
     * A way not measured yet, with callers of another kind.
     *
     * @param load sends the calls
     * @param own the process that answers the caller
     * @param behind the server that it asks
     */
    Way(String name, Load load, ProcessCpu own, ProcessCpu behind) {
        this.name = name;
        this.load = load;
        this.own = own;
        this.behind = behind;
    }

    /** A way to a process that answers by itself. */
    Way(String name, HttpCall call, ProcessCpu own) {
        this(name, call, own, new ProcessCpu(List.of()));
    }

    /** Sends calls whose figures do not count. */
    private void warmUp(Lab lab, int callers) throws IOException, InterruptedException {
        Lab.say(
                "%s: warm-up with %d callers, %d s",
                name, callers, lab.pace().warmUp().toSeconds());
        load.run(lab, callers, lab.pace().warmUp());
    }

    /** Warms all of them up, then measures them in turn, round by round, each second round the other way round. */
    static void inTurn(Lab lab, int callers, List<Way> ways) throws IOException, InterruptedException {
        for (Way way : ways) {
            way.warmUp(lab, callers);
        }
        for (int round = 0; round < lab.pace().rounds(); round++) {
            List<Way> turn = new ArrayList<>(ways);
            if (round % 2 == 1) {
                Collections.reverse(turn);
            }
            for (Way way : turn) {
                way.round(lab, callers);
            }
        }
    }

    /** The rate by that of another way, of each round: what troubles the machine for longer than both troubles both. */
    List<Double> ratesBy(Way other) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < rounds.size(); round++) {
            ratios.add(rounds.get(round).rate() / other.rounds.get(round).rate());
        }
        return ratios;
    }

    /** Measures one round. */
    private void round(Lab lab, int callers) throws IOException, InterruptedException {
        own.micros();
        behind.micros();
        Measurement measured = load.run(lab, callers, lab.pace().measured());
        double used = own.micros();
        micros += used + behind.micros();
        calls += measured.calls() + measured.errors();
        rounds.add(lab.said(name, measured.withCpu(used)));
    }

    String name() {
        return name;
    }

    /** Sends calls and measures them. */
    @FunctionalInterface
    interface Load {
        /**
         * Does it once.
         *
         * @param callers calls in flight at any time
         * @param length how long
         */
        Measurement run(Lab lab, int callers, Duration length) throws IOException, InterruptedException;
    }

    /** The median of the rounds; CPU time is that of the process that answers the caller. */
    Measurement median() {
        return Measurement.median(rounds);
    }

    /** CPU time of both processes in microseconds per call, over all rounds. */
    double cpuOfAll() {
        return micros / Math.max(1, calls);
    }
}
