package io.mehari.bench;

import io.mehari.protocol.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * Builds compared by what REST adds to one call with nothing else going on. What a call without a gateway takes is the
 * same for all builds: the median over all rounds, each measured just before the builds.
 */
final class ComparedLatency implements ComparedCall {
    private static final String NOTE = "One caller and nothing else: a REST call minus what a direct call takes in the "
            + "median of the rounds, nothing cached.";

    private final Rounds rounds = new Rounds("one caller through REST", RunningBuild.STDIO, 1);
    private final List<Measurement> alone = new ArrayList<>();

    @Override
    public void measure(Lab lab, Builds builds) throws IOException, InterruptedException {
        Pace pace = new Pace(
                lab.pace().measured(), lab.pace().measured(), lab.pace().rounds());
        try (EchoUpstream upstream = EchoUpstream.start();
                NettyDriver own = new NettyDriver()) {
            UpstreamDriver direct = new UpstreamDriver(
                    upstream.connection(), "echo", Json.object().put("message", EchoTools.MESSAGE));
            direct.run(StdioCells.MOST, pace.warmUp());
            Lab unloaded = new Lab(pace, own, lab.directory());
            rounds.measure(unloaded, builds, () -> alone.add(alone(unloaded, upstream, direct)));
        }
    }

    private static Measurement alone(Lab lab, EchoUpstream upstream, UpstreamDriver direct)
            throws InterruptedException {
        ServerCount executions = new ServerCount("one caller alone", upstream::executions);
        Measurement measured = direct.run(1, lab.pace().measured());
        executions.expect(measured.calls(), measured.errors());
        return lab.said("one caller alone", measured);
    }

    @Override
    public List<Cell> cells() {
        return List.of(cell("p99", Measurement::p99), cell("p50", Measurement::p50));
    }

    private Cell cell(String percentile, ToDoubleFunction<Measurement> figure) {
        String title = "Added latency at " + percentile + ", unloaded";
        double direct =
                Range.of(alone.stream().mapToDouble(figure).boxed().toList()).median();
        String without = String.format(Locale.ROOT, "a direct call: %,.0f us, the same for all builds", direct);
        Map<Side, List<Double>> added = new EnumMap<>(Side.class);
        Map<Side, Double> cpu = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            added.put(side, rounds.figures(side, measured -> figure.applyAsDouble(measured) - direct));
            cpu.put(side, Range.of(rounds.figures(side, Measurement::cpu)).median());
        }
        if (!added.values().stream().allMatch(Comparison::positive)) {
            return new Cell(title, NOTE)
                    .remark(without)
                    .remark("as good as before: **cannot be told**, a call through a gateway was not slower than a "
                            + "direct one; repeat the run on a machine that does nothing else");
        }
        Comparison comparison =
                new Comparison(true, added.get(Side.BEFORE), added.get(Side.AFTER), added.get(Side.CONTROL));
        return ComparisonCell.of(title, NOTE, "us", comparison, cpu).remark(without);
    }
}
