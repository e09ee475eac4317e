package io.mehari.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.mehari.capacity.CapacityReport;
import io.mehari.capacity.CapacityRun;
import io.mehari.capacity.GatewayCaller;
import io.mehari.capacity.Knee;
import io.mehari.capacity.LoadRefusedException;
import io.mehari.capacity.LoadTarget;
import io.mehari.capacity.ReportComparison;
import io.mehari.capacity.StepResult;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code mehari bench}. */
@Command(
        name = "bench",
        sortOptions = false,
        description =
                "Puts a gateway that runs under load and reports what it bears: calls a second, times, outcomes, and where"
                        + " that bends. Each step has more callers than the one before; each of them calls again as soon as it is"
                        + " answered. Calls the built-in tool camel/current_time unless another one is named. Exits with status 1 if"
                        + " there is nothing to report, or if it is worse than an earlier report.",
        footer = {
            "",
            "Examples:",
            "  mehari bench                                     the gateway at http://127.0.0.1:8000",
            "  mehari bench files/read_file --arguments '{\"path\": \"/data/a.txt\"}'",
            "  mehari bench --save before.json                  and after a change:",
            "  mehari bench --compare before.json --tolerance 15"
        })
final class BenchCommand implements Callable<Integer> {
    private static final double PERCENT = 100;

    @Spec
    private CommandSpec spec;

    @Mixin
    private BenchOptions options;

    @Option(names = "--save", paramLabel = "FILE", description = "Writes the report as JSON.")
    private Optional<Path> save = Optional.empty();

    @Option(names = "--compare", paramLabel = "FILE", description = "An earlier report, to be compared with this one.")
    private Optional<Path> compare = Optional.empty();

    @Option(
            names = "--tolerance",
            paramLabel = "PERCENT",
            defaultValue = "20",
            description =
                    "How much worse than the earlier report calls a second, p50 and p90 may be (default: ${DEFAULT-VALUE}).")
    private int tolerance;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    private final EnvironmentNames environment;

    BenchCommand(EnvironmentNames environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        LoadTarget target = options.target(spec, environment);
        try {
            Optional<CapacityReport> before =
                    compare.isPresent() ? Optional.of(earlier(compare.get())) : Optional.empty();
            return report(measure(target), before);
        } catch (LoadRefusedException e) {
            spec.commandLine().getErr().println("mehari bench: " + e.getMessage());
            return 1;
        }
    }

    private CapacityReport measure(LoadTarget target) throws InterruptedException, LoadRefusedException {
        try (GatewayCaller caller = new GatewayCaller(target, options.limit())) {
            if (!caller.changesNothing() && !options.isAnyTool()) {
                throw new LoadRefusedException(
                        target.name() + " does not say that it changes nothing (readOnlyHint), and"
                                + " would run thousands of times: --any-tool if that does no harm");
            }
            return measure(target, caller);
        }
    }

    private CapacityReport measure(LoadTarget target, GatewayCaller caller) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                target.name() + " at " + target.base() + ", " + options.length().toSeconds() + " s a step");
        out.println(BenchTable.TITLES);
        out.flush();
        Instant at = Instant.now();
        List<StepResult> steps =
                new CapacityRun(options.callers(), options.warmUp(), options.length(), this::show).run(caller);
        return new CapacityReport(target.name(), target.arguments(), at, steps);
    }

    /** Steps go to the output, what there is meanwhile to where it does not disturb a program that reads that. */
    private void show(StepResult step, boolean ended) {
        PrintWriter out =
                ended ? spec.commandLine().getOut() : spec.commandLine().getErr();
        out.println(
                ended
                        ? BenchTable.row(step)
                        : String.format(
                                "... %d callers, %.0f s: %.0f calls a second",
                                step.callers(), step.seconds(), step.callsPerSecond()));
        out.flush();
    }

    private int report(CapacityReport report, Optional<CapacityReport> before)
            throws IOException, LoadRefusedException {
        PrintWriter out = spec.commandLine().getOut();
        Knee knee = Knee.of(report.steps());
        out.println();
        out.println(BenchTable.verdict(knee));
        if (save.isPresent()) {
            Files.writeString(save.get(), report.json().toPrettyString() + System.lineSeparator());
            out.println("Saved to " + save.get());
        }
        boolean worse = before.isPresent() && isWorse(before.get(), report, out);
        return worse || knee.best().isEmpty() ? 1 : 0;
    }

    private boolean isWorse(CapacityReport before, CapacityReport report, PrintWriter out) throws LoadRefusedException {
        try {
            ReportComparison comparison = ReportComparison.of(before, report, tolerance / PERCENT);
            out.println();
            out.println("Compared with " + compare.orElseThrow() + " of " + before.at() + ":");
            out.println(BenchTable.comparison(comparison, tolerance / PERCENT));
            return !comparison.worse().isEmpty();
        } catch (IllegalArgumentException e) {
            throw new LoadRefusedException(compare.orElseThrow() + " cannot be compared: " + e.getMessage());
        }
    }

    private static CapacityReport earlier(Path file) throws IOException, LoadRefusedException {
        try {
            return CapacityReport.of(Json.read(Files.readString(file)));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new LoadRefusedException(
                    file + " is " + (e instanceof IllegalArgumentException ? e.getMessage() : "not JSON"));
        }
    }
}
