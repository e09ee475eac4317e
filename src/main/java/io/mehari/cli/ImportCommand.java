package io.mehari.cli;

import io.mehari.clients.ForeignServers;
import io.mehari.clients.JsonEditException;
import io.mehari.clients.KeptFile;
import io.mehari.clients.ServersImport;
import io.mehari.text.Counted;
import io.mehari.text.StartFailureException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code mehari import}: the servers of a client's file, taken over into the gateway's list. */
@Command(
        name = "import",
        description =
                "Takes MCP servers over from a file of Claude Desktop, Claude Code, VS Code (mcp.json or settings.json),"
                        + " Cursor, mcpo or Zed. What is in the list already stays; what cannot be taken over is named with the reason."
                        + " Exits with status 1 if there is nothing to take over.",
        footer = {
            "",
            "Examples:",
            "  mehari import ~/.cursor/mcp.json --dry-run",
            "  mehari import .vscode/mcp.json --into /etc/mehari/servers.json",
            "  mehari check                        looks at the result"
        })
final class ImportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    @Parameters(index = "0", paramLabel = "FILE", description = "File of a client; it is not changed.")
    private Path file;

    @Option(
            names = "--into",
            paramLabel = "FILE",
            defaultValue = "config/mcp-servers.json",
            description = "List of the gateway (default: ${DEFAULT-VALUE}); the file as it was stays beside it.")
    private Path into;

    @Option(names = "--dry-run", description = "Shows what would be done, and writes nothing.")
    private boolean dryRun;

    @Override
    public Integer call() throws IOException {
        LoggingSystem.get(getClass().getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
        if (!Files.exists(file)) {
            throw new StartFailureException(
                    "There is no file " + file + ".", "'mehari connect --list' shows where clients have theirs.", null);
        }
        ForeignServers servers = read(file);
        KeptFile kept = new KeptFile(into, Clock.systemUTC());
        ServersImport done = taken(servers, kept.text());
        report(servers, done);
        if (done.taken().isEmpty()) {
            return done.known() > 0 ? 0 : 1;
        }
        PrintWriter out = spec.commandLine().getOut();
        if (dryRun) {
            out.println("Nothing was written: " + into + " would have " + count(done) + ".");
            return 0;
        }
        Optional<Path> copy = kept.replace(done.text());
        out.println(into + " now has " + count(done)
                + copy.map(path -> "; as it was: " + path.getFileName()).orElse("")
                + ". 'mehari check" + (into.equals(Path.of("config/mcp-servers.json")) ? "" : " " + into)
                + "' looks at it.");
        return 0;
    }

    private static ForeignServers read(Path file) throws IOException {
        try {
            return ForeignServers.in(new KeptFile(file, Clock.systemUTC()).text());
        } catch (JsonEditException e) {
            throw new StartFailureException(
                    file + " is not JSON: " + e.getMessage() + ".", "Correct the file first.", e);
        }
    }

    private ServersImport taken(ForeignServers servers, String text) {
        try {
            return ServersImport.of(servers, text);
        } catch (JsonEditException e) {
            throw new StartFailureException(
                    into + " cannot be changed: " + e.getMessage() + ". Nothing was written.",
                    "Correct the file ('mehari check " + into + "'), or name another by --into.",
                    e);
        }
    }

    private void report(ForeignServers servers, ServersImport done) {
        PrintWriter out = spec.commandLine().getOut();
        if (servers.where().isEmpty()) {
            out.println(file + " has no list of servers: none of mcpServers, servers, mcp.servers, context_servers.");
        } else {
            out.println(file + ", " + servers.where() + ": "
                    + Counted.of(servers.entries().size(), "server"));
        }
        lines("Taken over:", done.taken());
        lines("Left out:", done.leftOut());
        lines(
                "To be set before the start, in the environment or by --env-path:",
                done.variables().entrySet().stream()
                        .map(ImportCommand::variable)
                        .sorted()
                        .toList());
        lines(
                "Servers of single projects stay where they are; those of one are taken over from its .mcp.json:",
                servers.elsewhere());
        out.println();
    }

    private static String variable(Map.Entry<String, String> variable) {
        return variable.getKey() + (variable.getValue().isBlank() ? "" : ": " + variable.getValue());
    }

    private void lines(String title, List<String> lines) {
        if (!lines.isEmpty()) {
            spec.commandLine().getOut().println(title);
            lines.forEach(line -> spec.commandLine().getOut().println("  " + line));
        }
    }

    private static String count(ServersImport done) {
        int all = ForeignServers.in(done.text()).entries().size();
        return Counted.of(all, "server") + ", " + done.taken().size() + " of them new";
    }
}
