package io.mehari.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Changes routes, ways in and servers of a gateway in a process of its own while calls go through it at a fixed rate: nine of
 * ten over connections that stay, the others each over a new one. Nothing may be lost.
 */
final class ChangesLoad {
    private static final int CALLERS = 16;
    private static final int NEWCOMERS = 4;
    private static final double NEW_SHARE = 0.1;
    private static final int SHOWN = 20;

    private final ChangesPlan plan;
    private final Path directory;
    private final Path executions;
    private final LoadCount count = new LoadCount();
    private final Map<String, Measurement> phases = new LinkedHashMap<>();
    private final Map<String, List<Duration>> effects = new LinkedHashMap<>();
    private final List<String> lost = new ArrayList<>();

    /**
     * Has changed nothing yet.
     *
     * @param directory working directory of the gateway; made
     */
    ChangesLoad(ChangesPlan plan, Path directory) {
        this.plan = plan;
        this.directory = directory;
        this.executions = directory.resolve("executions");
    }

    /** Starts a gateway, changes it, ends it. */
    ChangesResult run(Driver driver) throws IOException, InterruptedException {
        EditedFiles.begin(directory, executions);
        try (Gateway gateway = Gateway.startIn(directory)) {
            HttpCall echo = gateway.echo("echo");
            gateway.await(echo, new HttpCall(echo.uri().resolve("/camel/swap"), "{}", "version 0."));
            TimeUnit.SECONDS.sleep(3); // files are watched from two seconds after the start
            double rate = rate(driver, echo);
            try (HeldStreams streams = new HeldStreams(gateway)) {
                load(echo.uri(), rate, streams);
                lost.addAll(streams.lost());
            }
            return result(rate);
        }
    }

    private double rate(Driver driver, HttpCall echo) throws IOException, InterruptedException {
        if (plan.rate() > 0) {
            return plan.rate();
        }
        driver.run(echo, CALLERS, plan.warmUp());
        double borne = driver.run(echo, CALLERS, plan.quiet()).rate();
        double rate = Math.min(ChangesPlan.MOST, borne / 2);
        Lab.say("The gateway bears %,.0f calls/s; %,.0f/s are sent", borne, rate);
        return rate;
    }

    private void load(URI tool, double rate, HeldStreams streams) throws IOException, InterruptedException {
        EditedFiles files = new EditedFiles(directory, tool, executions);
        try (PacedCallers kept = new PacedCallers(tool, "k", CALLERS, rate * (1 - NEW_SHARE), true, count);
                PacedCallers fresh = new PacedCallers(tool, "n", NEWCOMERS, rate * NEW_SHARE, false, count)) {
            TimeUnit.NANOSECONDS.sleep(plan.warmUp().toNanos());
            count.phase();
            TimeUnit.NANOSECONDS.sleep(plan.quiet().toNanos());
            end("quiet", List.of());
            change("stages and tools", plan.pipeline(), files::pipeline);
            change("ways in and maintenance", plan.ingress(), files::ingress);
            change("servers", plan.servers(), number -> {
                Duration took = files.servers(number);
                if (number % 3 != 2) { // one came or went
                    streams.awaitToolsChanged();
                }
                return took;
            });
        }
    }

    private void change(String what, int times, Edit edit) throws IOException, InterruptedException {
        List<Duration> took = new ArrayList<>();
        for (int number = 1; number <= times; number++) {
            took.add(edit.make(number));
        }
        end(what, took);
    }

    private void end(String what, List<Duration> took) {
        Measurement phase = count.phase();
        phases.put(what, phase);
        Lab.say("%s: %,.0f calls/s, p50 %,.0f us, p99 %,.0f us, %d failed", what, phase.rate(), phase.p50(), phase.p99(), phase.errors());
        if (!took.isEmpty()) {
            effects.put(what, took);
            Spread spread = Spread.of(took);
            Lab.say("%s: %d changes, held after p50 %,.0f ms, max %,.0f ms", what, took.size(), spread.p50(), spread.max());
        }
    }

    private ChangesResult result(double rate) throws IOException {
        lost.addAll(count.reasons());
        List<String> executed = Files.readAllLines(executions);
        Set<String> distinct = new HashSet<>();
        executed.stream().filter(id -> !distinct.add(id)).limit(SHOWN).forEach(id -> lost.add(id + " was executed twice"));
        if (distinct.size() < count.calls() - count.failures()) {
            lost.add("%d calls, %d failed, %d were executed".formatted(count.calls(), count.failures(), distinct.size()));
        }
        Lab.say("%d calls, %d failed, %d executed, %d twice", count.calls(), count.failures(), distinct.size(), executed.size() - distinct.size());
        return new ChangesResult(rate, count.calls(), List.copyOf(lost), phases, effects);
    }

    /** Makes a change. */
    @FunctionalInterface
    private interface Edit {
        /** Makes the change of this number, from 1; how long after its last write it held. */
        Duration make(int number) throws IOException, InterruptedException;
    }
}
