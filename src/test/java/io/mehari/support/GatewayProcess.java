package io.mehari.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A gateway in a JVM of its own with a small heap, on a loopback port that it keeps over its starts. It can be ended,
 * killed and started again. For one thread at a time, but for its requests.
 */
public final class GatewayProcess implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final Path directory;
    private final List<String> command;
    private final int port = FreePorts.next();
    private final PlainClient client;
    private Process process;

    private GatewayProcess(Path directory, List<String> settings, String key) {
        this.directory = directory;
        this.client = new PlainClient(URI.create("http://127.0.0.1:" + port)).withKey(key);
        this.command = GatewayCommand.with("-Xmx192m");
        command.add("--mehari.data.port=" + port);
        command.addAll(settings);
    }

    /**
     * Begins to start a gateway; returns before it serves.
     *
     * @param directory its working directory, for its files alone; made if it is not there
     * @param mcpServers content of {@code mcp-servers.json}
     * @param settings by their names, besides what every test gateway has
     */
    public static GatewayProcess start(Path directory, String mcpServers, Map<String, String> settings) {
        return start(directory, mcpServers, settings, "");
    }

    /**
     * As {@link #start(Path, String, Map)}, with an API key.
     *
     * @param key with which its {@link #client()} comes; among the settings there is one for it
     */
    public static GatewayProcess start(Path directory, String mcpServers, Map<String, String> settings, String key) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("mehari.live.enabled", "false");
        all.put("mehari.reload.enabled", "false");
        all.put("mehari.history.enabled", "false");
        all.putAll(settings);
        try {
            Files.createDirectories(directory);
            Path file = Files.writeString(directory.resolve("mcp-servers.json"), mcpServers);
            all.put("mehari.servers.file", file.toString());
            GatewayProcess gateway = new GatewayProcess(
                    directory,
                    all.entrySet().stream()
                            .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                            .toList(),
                    key);
            gateway.startAgain();
            return gateway;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Begins to start it once more, on the same port and with the same files; returns before it serves. */
    public void startAgain() {
        try {
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            directory.resolve("output").toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Process started = process;
        Runtime.getRuntime().addShutdownHook(new Thread(started::destroyForcibly, "gateway-process-end"));
    }

    /** Waits until the tools of these servers can be called. */
    public GatewayProcess awaitTools(String... servers) {
        await("gateway on port " + port)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(100))
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .until(() -> {
                    assertThat(process.isAlive()).as(output()).isTrue();
                    return List.of(servers).stream()
                            .allMatch(server -> client.get("/api/v1/tools?server=" + server)
                                    .body()
                                    .contains("\"tools\":[{"));
                });
        return this;
    }

    /** Ends it as a service manager does, and waits for that. */
    public void stop() {
        process.destroy();
        awaitEnd();
    }

    /** Kills it and waits until it is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    private void awaitEnd() {
        try {
            assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .as(output())
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What it has written to its output, over all its starts. */
    public String output() {
        try {
            return Files.readString(directory.resolve("output"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Host and port. */
    public String authority() {
        return client.base().getAuthority();
    }

    /** Requests to it alone. */
    public PlainClient client() {
        return client;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
    }
}
