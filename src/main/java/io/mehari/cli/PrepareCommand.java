package io.mehari.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.configuration.LaunchOptions;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.demo.FaultyProcess;
import io.mehari.launch.Launch;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mehari prepare}: what the launcher lets the JVM learn from, so that later starts are faster. */
@Command(
        name = "prepare",
        description =
                "Makes later starts faster: starts the gateway once on a free port of this machine, with a server of its"
                        + " own, calls tools and ends. bin/mehari lets the JVM write its class-data archive meanwhile;"
                        + " run it when an image is built. Without bin/mehari it has no effect.")
final class PrepareCommand implements Callable<Integer> {
    @Option(names = "--help", usageHelp = true, description = "Shows this help.")
    @SuppressWarnings("UnusedVariable") // picocli acts on it by itself
    private boolean help;

    private Optional<Rehearsal> rehearsal = Optional.empty();

    Optional<Rehearsal> rehearsal() {
        return rehearsal;
    }

    @Override
    public Integer call() {
        try {
            Path folder = Files.createTempDirectory("prepare-mehari");
            Path servers = Files.write(folder.resolve("mcp-servers.json"), Json.bytes(servers()));
            Launch launch = new Launch(
                    List.of(
                            "--mehari.data.host=127.0.0.1",
                            "--mehari.data.port=0",
                            "--mehari.live.port=0",
                            "--mehari.servers.file=" + servers,
                            "--mehari.routes.directory=" + folder.resolve("routes"),
                            "--mehari.plugins.directory=" + folder.resolve("plugins"),
                            "--mehari.dead-letters.directory=" + folder.resolve("data"),
                            "--spring.config.location=classpath:/,optional:file:" + folder + "/",
                            "--logging.level.root=WARN"),
                    new EnvironmentNames(Map.of()),
                    Optional.empty(),
                    LaunchOptions.NONE,
                    List.of());
            rehearsal = Optional.of(new Rehearsal(launch, folder));
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("No folder for temporary files could be made", e);
        }
    }

    /** One process: what reads and starts such a server is archived, too. */
    private static ObjectNode servers() {
        List<String> command = FaultyProcess.command();
        ObjectNode file = Json.object();
        ObjectNode server =
                file.putObject("mcpServers").putObject(Rehearsal.SERVER).put("command", command.get(0));
        command.stream().skip(1).forEach(server.putArray("args")::add);
        return file;
    }
}
