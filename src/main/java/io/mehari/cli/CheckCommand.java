package io.mehari.cli;

import io.mehari.cli.report.CheckResult;
import io.mehari.cli.report.JunitReport;
import io.mehari.cli.report.SarifReport;
import io.mehari.cli.report.TextReport;
import io.mehari.configuration.InvalidConfigurationException;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.launch.ConfigurationCheck;
import io.mehari.launch.RouteFilesCheck;
import io.mehari.routes.check.Finding;
import io.mehari.security.KeyAges;
import io.mehari.servers.ServerTrial.Result;
import io.mehari.text.Counted;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mehari check}. */
@Command(
        name = "check",
        description =
                "Reports every problem in the configuration (config/application.yaml, MEHARI_* variables, the list of MCP"
                        + " servers, API keys, config/error-patterns.yaml) and in the route files of routes/, without starting"
                        + " a gateway. Connects to the servers if asked to. Exits with status 0 if nothing is wrong, warnings"
                        + " apart, 1 if there is a problem, 2 if the command line is wrong.",
        footer = {
            "",
            "Examples:",
            "  mehari check                        the files that a gateway started here would read",
            "  mehari check claude_desktop_config.json",
            "  mehari check gateway                the folder gateway, with config/ and routes/ in it",
            "  mehari check --format sarif > mehari.sarif",
            "  mehari check --connect              connects to each server once"
        })
final class CheckCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    @Option(
            names = "--connect",
            description = "Connects to every server: shows its version, number of tools, times and problem.")
    private boolean connect;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "Longest wait for all servers together (default: ${DEFAULT-VALUE}).")
    private int timeout;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "Form of the report: ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private CheckFormat format;

    @Mixin
    private VariableOptions variables;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PATH",
            description =
                    "List of servers (default: the one that is configured, else config/mcp-servers.json), or a folder"
                            + " in which a gateway is started (default: the working directory).")
    private Optional<Path> file = Optional.empty();

    private final Map<String, String> environment;

    /**
     * @param environment variables of the process
     */
    CheckCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
        PrintWriter out = spec.commandLine().getOut();
        if (file.isPresent() && !Files.exists(file.get())) {
            out.println("There is no file " + file.get() + "; 'mehari init DIR' creates one to start from.");
            return 1;
        }
        if (file.filter(CheckCommand::isEmpty).isPresent()) {
            out.println("There is nothing to check in " + file.get()
                    + ": give the folder in which the gateway is started, with config/ or routes/ in it.");
            return 1;
        }
        ConfigurationCheck check = ConfigurationCheck.of(file, variables.read(spec), environment);
        if (format != CheckFormat.TEXT) {
            return report(check, out);
        }
        check.remarks().forEach(remark -> out.println("  note: " + remark));
        KeyAges.remarks(check.keys(), Instant.now()).forEach(remark -> out.println("  note: " + remark));
        if (!check.errors().isEmpty()) {
            out.println("The configuration has " + Counted.of(check.errors().size(), "problem") + ":");
            check.errors().forEach(error -> out.println("  - " + error));
            routes(check, out);
            return 1;
        }
        out.println(
                check.source() + " is valid: " + Counted.of(check.servers().size(), "server") + list(check.servers()));
        out.println(KeyTable.of(
                check.keys(), new EnvironmentNames(environment).apiKey().isPresent()));
        int wrong = routes(check, out);
        try {
            return connect ? Math.max(wrong, tryOut(check, out)) : wrong;
        } catch (InvalidConfigurationException e) {
            out.println(e.getMessage());
            return 1;
        }
    }

    private static boolean isEmpty(Path path) {
        return Files.isDirectory(path)
                && !Files.isDirectory(path.resolve("config"))
                && !Files.isDirectory(path.resolve("routes"));
    }

    private int report(ConfigurationCheck check, PrintWriter out) {
        CheckResult result = CheckFindings.of(check, check.routes());
        out.println(format == CheckFormat.SARIF ? SarifReport.of(result) : JunitReport.of(result));
        spec.commandLine().getErr().println(result.summary());
        return result.errors() == 0 ? 0 : 1;
    }

    /** Says what is wrong with the route files, and how much was looked at. */
    private static int routes(ConfigurationCheck check, PrintWriter out) {
        RouteFilesCheck routes = check.routes();
        TextReport.of(routes.findings()).forEach(out::println);
        out.println(CheckFindings.of(check, routes).summary());
        return routes.findings().stream().anyMatch(Finding::isError) ? 1 : 0;
    }

    private int tryOut(ConfigurationCheck check, PrintWriter out) {
        if (check.servers().isEmpty()) {
            return 0;
        }
        out.println();
        out.flush();
        PrintWriter err = spec.commandLine().getErr();
        List<Result> results = check.connect(Duration.ofSeconds(Math.max(1, timeout)), servers -> {
            err.println("... waiting for " + String.join(", ", servers));
            err.flush();
        });
        out.println(ResultTable.of(results, spec.commandLine().getColorScheme().ansi()));
        return results.stream().anyMatch(result -> result.problem().isPresent()) ? 1 : 0;
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? "" : " (" + String.join(", ", names) + ")";
    }
}
