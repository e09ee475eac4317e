package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** How soon a gateway serves, and what it takes of the memory: Mehari by its launcher, and mcpo. */
final class StartCell {
    private static final int CALLERS = 16;
    private static final double START_BUDGET = 2_500;
    private static final double EXIT_BUDGET = 2_000;
    private static final double IDLE_BUDGET = 220;
    private static final String NOTE = "`bin/mehari` with its class-data archive, and mcpo " + Mcpo.VERSION
            + " with the versions of its lock file, both with the same file: `server-everything` over stdio. From the start "
            + "of the process to the first answered `POST /everything/echo`, the start of the server included; started "
            + "once before, then in turn. Memory is that of the gateway's process in RAM, without its server: a pause after "
            + "the first answer, and after " + CALLERS + " callers.";

    private static final Path PACKAGES =
            Path.of("src", "test", "interop", "node_modules").toAbsolutePath();
    private static final Path EVERYTHING = PACKAGES.resolve("@modelcontextprotocol/server-everything/dist/index.js");

    private final Lab lab;
    private final Path directory;
    private final Map<String, Trials> trials = new LinkedHashMap<>();

    StartCell(Lab lab) {
        this.lab = lab;
        this.directory = lab.directory().resolve("start");
    }

    /** Measures. */
    Cell measure() throws IOException, InterruptedException {
        Cell cell = new Cell("Start and memory", NOTE);
        if (!Files.exists(EVERYTHING)) {
            return cell.remark("The npm packages of src/test/interop are not there: `./mvnw verify` installs them.");
        }
        Path servers = servers();
        Launcher mehari = Launcher.mehari(
                "Mehari", directory.toAbsolutePath().resolve("classes.jsa").toString(), "");
        exits(List.of(mehari.with("prepare")), 1);
        Optional<Path> mcpo = Mcpo.installed();
        List<Launcher> launchers = new ArrayList<>(List.of(mehari));
        mcpo.ifPresent(program -> launchers.add(new Launcher("mcpo", List.of(program.toString()))));
        for (Launcher launcher : launchers) {
            trial(launcher, servers, "first");
            trials.put(launcher.name(), new Trials());
        }
        for (int round = 0; round < lab.pace().launches(); round++) {
            for (Launcher launcher : Builds.inRound(launchers, round)) {
                trials.get(launcher.name()).add(trial(launcher, servers, "round" + round));
            }
        }
        report(cell, mehari, servers);
        return mcpo.isPresent() ? compared(cell) : cell.remark(Mcpo.MISSING);
    }

    private Path servers() throws IOException {
        Path own = PACKAGES.resolve(".bin/node");
        ObjectNode server = Json.object().put("command", Files.isExecutable(own) ? own.toString() : "node");
        server.withArray("args").add(EVERYTHING.toString()).add("stdio");
        ObjectNode file = Json.object();
        file.withObject("/mcpServers").set("everything", server);
        Files.createDirectories(directory);
        return Files.write(directory.resolve("mcp-servers.json"), Json.bytes(file));
    }

    private Trial trial(Launcher launcher, Path servers, String name) throws IOException, InterruptedException {
        try (Launcher.Running running = launcher.start(directory.resolve(launcher.name() + "-" + name), servers)) {
            HttpCall call = running.echo("everything");
            Duration took = Duration.ofNanos(running.process().firstAnswer(call) - running.begin());
            TimeUnit.NANOSECONDS.sleep(lab.pace().idle().toNanos());
            double idle = running.process().residentMebibytes();
            lab.driver().run(call, CALLERS, lab.pace().measured());
            double loaded = running.process().residentMebibytes();
            Lab.say("%s: %,d ms, %,.0f MiB, then %,.0f MiB", launcher.name(), took.toMillis(), idle, loaded);
            return new Trial(took, idle, loaded);
        }
    }

    private void report(Cell cell, Launcher mehari, Path servers) throws IOException, InterruptedException {
        trials.forEach((name, all) -> cell.row(name + ", start to first answered call", Spread.of(all.took)));
        Spread exits = Spread.of(exits(
                List.of(mehari.with("check", servers.toString()), mehari.with("--no-such-option")),
                lab.pace().launches()));
        cell.row("Mehari, `check` and a wrong option", exits);
        trials.forEach((name, all) -> cell.row(name + ", memory", all.footprint()));
        Trials own = trials.get(mehari.name());
        cell.target(Target.atMost("start", Spread.of(own.took).p50(), START_BUDGET, "ms"))
                .target(Target.atMost("`check` and a wrong option", exits.p50(), EXIT_BUDGET, "ms"))
                .target(Target.atMost("memory idle", own.footprint().idle().median(), IDLE_BUDGET, "MiB"));
    }

    /** How long these commands take to end by themselves, each so often. */
    private List<Duration> exits(List<List<String>> commands, int times) throws IOException, InterruptedException {
        List<Duration> took = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            for (List<String> command : commands) {
                long begin = System.nanoTime();
                new ProcessBuilder(command)
                        .directory(directory.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(directory.resolve("exits.log").toFile())
                        .start()
                        .waitFor();
                took.add(Duration.ofNanos(System.nanoTime() - begin));
            }
        }
        return took;
    }

    private Cell compared(Cell cell) {
        List<Trials> both = List.copyOf(trials.values());
        Trials mehari = both.get(0);
        Trials mcpo = both.get(1);
        List<Double> starts = new ArrayList<>();
        List<Double> idle = new ArrayList<>();
        List<Double> loaded = new ArrayList<>();
        for (int round = 0; round < mehari.took.size(); round++) {
            starts.add((double) mehari.took.get(round).toNanos()
                    / mcpo.took.get(round).toNanos());
            idle.add(mehari.idle.get(round) / mcpo.idle.get(round));
            loaded.add(mehari.loaded.get(round) / mcpo.loaded.get(round));
        }
        return cell.remark(ratio("start", starts))
                .remark(ratio("memory idle", idle))
                .remark(ratio("memory after load", loaded));
    }

    private static String ratio(String what, List<Double> ratios) {
        Range range = Range.of(ratios);
        return "%s, Mehari / mcpo of the same round: **%.2f** (%.2f to %.2f)"
                .formatted(what, range.median(), range.min(), range.max());
    }

    /** One start. */
    private record Trial(Duration took, double idle, double loaded) {}

    /** All starts of one gateway. */
    private static final class Trials {
        private final List<Duration> took = new ArrayList<>();
        private final List<Double> idle = new ArrayList<>();
        private final List<Double> loaded = new ArrayList<>();

        void add(Trial trial) {
            took.add(trial.took());
            idle.add(trial.idle());
            loaded.add(trial.loaded());
        }

        Footprint footprint() {
            return new Footprint(Range.of(idle), Range.of(loaded));
        }
    }
}
