package io.mehari.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** The rounds of one call that is sent to each build in turn, those of every start of the builds one after another. */
final class Rounds {
    private final String what;
    private final String server;
    private final int callers;
    private final Map<Side, List<Measurement>> measured = new EnumMap<>(Side.class);
    private int round;

    /**
     * No rounds yet.
     *
     * @param what is measured, for progress and messages
     * @param server whose tool {@code echo} is called, a name of {@link RunningBuild}
     * @param callers calls in flight at any time
     */
    Rounds(String what, String server, int callers) {
        this.what = what;
        this.server = server;
        this.callers = callers;
        for (Side side : Side.values()) {
            measured.put(side, new ArrayList<>());
        }
    }

    /**
     * Warms all builds up, in another order after each start, then measures them in turn for as many rounds as the
     * pace says.
     *
     * @param beside measured by itself before each round
     * @throws IllegalStateException if a call failed, or a server did not run what was answered
     */
    void measure(Lab lab, Builds builds, Beside beside) throws IOException, InterruptedException {
        for (RunningBuild build : builds.inRound(round / lab.pace().rounds())) {
            lab.warmUp(named(build), build.echo(server), callers, lab.pace().warmUp());
        }
        Map<Side, ServerCount> executions = new EnumMap<>(Side.class);
        for (RunningBuild build : builds.all()) {
            executions.put(build.side(), new ServerCount(named(build), () -> build.executions(server)));
        }
        int first = round;
        for (; round < first + lab.pace().rounds(); round++) {
            beside.measure();
            for (RunningBuild build : builds.inRound(round)) {
                Measurement one = lab.round(named(build), build.echo(server), callers, build.process());
                measured.get(build.side()).add(withoutErrors(named(build), one));
            }
        }
        long dropped = (lab.pace().rounds() + 1L) * lab.driver().dropped(callers);
        for (RunningBuild build : builds.all()) {
            expect(executions.get(build.side()), answered(build.side(), first), dropped);
        }
    }

    private void expect(ServerCount executions, long answered, long dropped) throws InterruptedException {
        if (server.equals(RunningBuild.CACHED)) {
            executions.expect(0, 0);
        } else {
            executions.expect(answered, dropped);
        }
    }

    private long answered(Side side, int first) {
        return measured.get(side).stream()
                .skip(first)
                .mapToLong(Measurement::calls)
                .sum();
    }

    /**
     * The same measurement.
     *
     * @throws IllegalStateException if calls failed: a build that answers errors may well be the faster one
     */
    static Measurement withoutErrors(String what, Measurement one) {
        if (one.errors() > 0) {
            throw new IllegalStateException("%s: %d of %d calls failed, so its figures cannot be compared"
                    .formatted(what, one.errors(), one.calls() + one.errors()));
        }
        return one;
    }

    private String named(RunningBuild build) {
        return what + ", " + build.side();
    }

    /** One figure of each round, in the order of the rounds. */
    List<Double> figures(Side side, ToDoubleFunction<Measurement> figure) {
        return measured.get(side).stream().mapToDouble(figure).boxed().toList();
    }

    /** What is measured before each round. */
    @FunctionalInterface
    interface Beside {
        /** Nothing. */
        Beside NOTHING = () -> {};

        /** Measures one round of it. */
        void measure() throws InterruptedException;
    }
}
