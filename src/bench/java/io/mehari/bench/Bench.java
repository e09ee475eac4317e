package io.mehari.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.util.FileSystemUtils;

/**
 * Runs all cells and writes what was measured into the generated section of {@code docs/benchmarks.md}. A quick run
 * only prints it, since its figures mean nothing. Or compares two builds ({@link ComparisonBench}).
 */
public final class Bench {
    private Bench() {}

    /**
     * Entry point. Ends with status 1 where what is asked for cannot be measured.
     *
     * @param args the pace ({@code full} or {@code quick}), the page to write to, and which parts to measure ({@link
     *     Part}): of some of them only their own cells are replaced. The system properties of {@link ComparisonBench} have two builds
     *     compared instead.
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Logging.warningsOnly();
        Pace pace;
        Set<Part> parts;
        Optional<ComparisonBench> comparison;
        try {
            pace = Pace.of(args[0]);
            parts = Part.of(args[2]);
            comparison = ComparisonBench.asked(System.getProperties(), parts);
        } catch (IllegalArgumentException e) {
            System.err.println("[bench] " + e.getMessage());
            System.exit(1);
            return;
        }
        Path directory = Files.createTempDirectory("mehari-bench");
        try (Driver driver = WrkDriver.installed() ? new WrkDriver(directory) : new NettyDriver()) {
            Lab lab = new Lab(pace, driver, directory);
            if (comparison.isPresent()) {
                comparison.get().run(lab);
            } else {
                report(lab, parts, Path.of(args[1]));
            }
        } finally {
            FileSystemUtils.deleteRecursively(directory);
        }
    }

    private static void report(Lab lab, Set<Part> parts, Path page) throws IOException, InterruptedException {
        Pace pace = lab.pace();
        String rounds = "warm-up %d s, median of %d rounds of %d s"
                .formatted(
                        pace.warmUp().toSeconds(),
                        pace.rounds(),
                        pace.measured().toSeconds());
        List<String> facts = Machine.facts(
                pace.option() + Part.option(parts), rounds, lab.driver().name());
        List<Cell> cells = cells(lab, parts);
        String section = Report.markdown(facts, cells);
        System.out.println(section);
        if (pace.counts()) {
            String before = Files.readString(page);
            Files.writeString(
                    page, parts.equals(Part.ALL) ? Report.into(before, section) : Report.with(before, facts, cells));
            Lab.say("Written to %s", page);
        }
    }

    private static List<Cell> cells(Lab lab, Set<Part> parts) throws IOException, InterruptedException {
        List<Cell> cells = new ArrayList<>();
        if (parts.contains(Part.PIPELINE)) {
            pipeline(lab, cells);
        }
        if (parts.contains(Part.PASS_THROUGH)) {
            cells.add(new PassThroughCell(lab).measure());
        }
        if (parts.contains(Part.MANY_TOOLS)) {
            cells.add(new ManyToolsCell(lab).measure());
        }
        if (parts.contains(Part.RECOVERY)) {
            cells.add(new RecoveryCell(lab).measure());
        }
        if (parts.contains(Part.WRONG_KEYS)) {
            cells.add(new WrongKeysCell(lab).measure());
        }
        if (parts.contains(Part.START)) {
            cells.add(new StartCell(lab).measure());
            cells.add(new HeapCell(lab).measure());
        }
        if (parts.contains(Part.MCP)) {
            cells.add(new McpCell(lab).measure());
            cells.add(new McpGatewaysCell(lab).measure());
        }
        if (parts.contains(Part.STREAMS)) {
            cells.add(new StreamsCell(lab).measure());
        }
        if (parts.contains(Part.HEARTBEAT)) {
            cells.add(new QuietCell(lab).measure());
        }
        if (parts.contains(Part.TRACES)) {
            cells.add(new TracesCell(lab).measure());
        }
        if (parts.contains(Part.TIERS)) {
            cells.add(new TiersCell(lab).measure());
        }
        if (parts.contains(Part.LIVE)) {
            cells.add(new LiveCell(lab).measure());
        }
        if (parts.contains(Part.INSTANCES)) {
            cells.add(new InstancesCell(lab).measure());
        }
        if (parts.contains(Part.CHANGES)) {
            cells.add(new ChangesCell(lab).measure());
        }
        return cells;
    }

    private static void pipeline(Lab lab, List<Cell> cells) throws IOException, InterruptedException {
        Lab.say("Starting the gateway");
        try (EchoGateway gateway = EchoGateway.start(lab.directory())) {
            cells.add(new CacheHitCell(lab).measure(gateway));
            try (EchoUpstream upstream = EchoUpstream.start()) {
                StdioCells stdio = new StdioCells(lab, upstream, gateway);
                cells.add(stdio.alone());
                cells.add(stdio.throughRest());
                cells.add(stdio.addedLatency());
            }
        }
    }
}
