package io.mehari.bench;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Builds compared by how many calls they answer in a second. */
final class ComparedRate implements ComparedCall {
    private final String title;
    private final String note;
    private final Rounds rounds;

    private ComparedRate(String title, String note, String server, int callers) {
        this.title = title;
        this.note = note + " " + callers + " connections.";
        this.rounds = new Rounds(title, server, callers);
    }

    /** What the pipeline costs. */
    static ComparedRate cacheHit() {
        return new ComparedRate(
                "Cache hit",
                "`POST /{server}/{tool}` answered by the first cache tier.",
                RunningBuild.CACHED,
                CacheHitCell.CALLERS);
    }

    /** What a call to a fast HTTP server costs. */
    static ComparedRate passThrough() {
        return new ComparedRate(
                "HTTP pass-through",
                "`POST /{server}/{tool}` to the streamable HTTP echo server, nothing cached.",
                RunningBuild.HTTP,
                PassThroughCell.CALLERS);
    }

    /** What a call to a stdio server costs. */
    static ComparedRate stdio() {
        return new ComparedRate(
                "stdio through REST",
                "`POST /{server}/{tool}` to the stdio echo server, nothing cached.",
                RunningBuild.STDIO,
                StdioCells.MOST);
    }

    @Override
    public void measure(Lab lab, Builds builds) throws IOException, InterruptedException {
        rounds.measure(lab, builds, Rounds.Beside.NOTHING);
    }

    @Override
    public List<Cell> cells() {
        Map<Side, Double> cpu = new EnumMap<>(Side.class);
        for (Side side : Side.values()) {
            cpu.put(side, Range.of(rounds.figures(side, Measurement::cpu)).median());
        }
        Comparison comparison = new Comparison(
                false,
                rounds.figures(Side.BEFORE, Measurement::rate),
                rounds.figures(Side.AFTER, Measurement::rate),
                rounds.figures(Side.CONTROL, Measurement::rate));
        return List.of(ComparisonCell.of(title, note, "calls/s", comparison, cpu));
    }
}
