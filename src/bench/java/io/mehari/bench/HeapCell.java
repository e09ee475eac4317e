package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What the launcher's small heap costs: stdio through REST, beside the same gateway with a large heap. */
final class HeapCell {
    private static final int CALLERS = 64;
    private static final double LOADED_BUDGET = 320;
    private static final double RATE_FLOOR = 0.95;
    private static final String LARGE = "-Xms1g -Xmx1g -XX:ReservedCodeCacheSize=240m";
    private static final String NOTE = "`POST /{server}/{tool}` to a stdio echo server, nothing cached, " + CALLERS
            + " callers: `bin/mehari` as it is, and with `MEHARI_JAVA_OPTS=\"" + LARGE + "\"`, "
            + "both with their class-data archives and started before, rounds in turn. Memory is that of the gateway's process in RAM, a pause after its "
            + "first answer and after the last round.";

    private final Lab lab;
    private final Path directory;

    HeapCell(Lab lab) {
        this.lab = lab;
        this.directory = lab.directory().resolve("heap");
    }

    /** Measures. */
    Cell measure() throws IOException, InterruptedException {
        ObjectNode file = Json.object();
        file.withObject("/mcpServers").set("echo", EchoGateway.settings());
        Files.createDirectories(directory);
        Path servers = Files.write(directory.resolve("mcp-servers.json"), Json.bytes(file));
        Launcher small = prepared("small", "");
        Launcher large = prepared("large", LARGE);
        try (Launcher.Running one = small.start(directory.resolve("small"), servers);
                Launcher.Running other = large.start(directory.resolve("large"), servers)) {
            one.process().firstAnswer(one.echo("echo"));
            other.process().firstAnswer(other.echo("echo"));
            return inTurn(one, other);
        }
    }

    /** With its class-data archive, as from the second start on. */
    private Launcher prepared(String name, String options) throws IOException, InterruptedException {
        Path archive = directory.toAbsolutePath().resolve(name + ".jsa");
        Launcher launcher = Launcher.mehari(name, archive.toString(), options);
        new ProcessBuilder(launcher.with("prepare"))
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve(name + "-prepare.log").toFile())
                .start()
                .waitFor();
        return launcher;
    }

    private Cell inTurn(Launcher.Running small, Launcher.Running large) throws IOException, InterruptedException {
        TimeUnit.NANOSECONDS.sleep(lab.pace().idle().toNanos());
        double smallIdle = small.process().residentMebibytes();
        double largeIdle = large.process().residentMebibytes();
        lab.warmUp("small heap", small.echo("echo"), CALLERS, lab.pace().warmUp());
        lab.warmUp("large heap", large.echo("echo"), CALLERS, lab.pace().warmUp());
        List<Measurement> ofSmall = new ArrayList<>();
        List<Measurement> ofLarge = new ArrayList<>();
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < lab.pace().rounds(); round++) {
            Measurement a = lab.round("small heap", small.echo("echo"), CALLERS, small.process());
            Measurement b = lab.round("large heap", large.echo("echo"), CALLERS, large.process());
            ofSmall.add(a);
            ofLarge.add(b);
            ratios.add(a.rate() / b.rate());
        }
        Footprint loaded = footprint(smallIdle, small);
        return new Cell("The launcher's heap", NOTE)
                .row("small heap", Measurement.median(ofSmall))
                .row("large heap", Measurement.median(ofLarge))
                .row("small heap, memory", loaded)
                .row("large heap, memory", footprint(largeIdle, large))
                .target(Target.atLeast(
                        "rate, small / large heap of the same round",
                        Range.of(ratios).median(),
                        RATE_FLOOR,
                        RATE_FLOOR,
                        ""))
                .target(Target.atMost("memory after load", loaded.loaded().median(), LOADED_BUDGET, "MiB"));
    }

    private static Footprint footprint(double idle, Launcher.Running gateway) throws IOException {
        double loaded = gateway.process().residentMebibytes();
        return new Footprint(Range.of(List.of(idle)), Range.of(List.of(loaded)));
    }
}
