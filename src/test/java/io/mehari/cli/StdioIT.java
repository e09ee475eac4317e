package io.mehari.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayCommand;
import io.mehari.upstream.stdio.FaultyServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code mehari stdio} as clients start it: a JVM of its own, its standard streams and its exit code. */
class StdioIT {
    private static final long LIMIT_SECONDS = 90;
    private static final String META = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
            + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    @TempDir
    Path folder;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private Process process;
    private Writer in;

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final String CLASS_PATH = System.getProperty("java.class.path");

    private void start(String... arguments) throws IOException {
        start(List.of(JAVA, "-cp", CLASS_PATH, FaultyServer.class.getName(), "tools", "errors"), arguments);
    }

    private void start(List<String> server, String... arguments) throws IOException {
        List<String> command = GatewayCommand.with("-Xmx256m");
        command.add("stdio");
        command.addAll(List.of(arguments));
        command.addAll(List.of("--name", "mine", "--"));
        command.addAll(server);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("MEHARI_"));
        process = builder.redirectError(folder.resolve("log").toFile()).start();
        in = process.outputWriter(StandardCharsets.UTF_8);
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        Thread reader = new Thread(() -> out.lines().forEach(lines::add));
        reader.setDaemon(true);
        reader.start();
    }

    @AfterEach
    void end() {
        if (process != null) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private void write(String line) throws IOException {
        in.write(line + "\n");
        in.flush();
    }

    private JsonNode read() throws IOException, InterruptedException {
        String line = lines.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
        assertThat(line).as(() -> "a line; the log says " + log()).isNotNull();
        return Json.read(line);
    }

    private String log() {
        try {
            return Files.readString(folder.resolve("log"));
        } catch (IOException e) {
            return e.toString();
        }
    }

    @Test
    void servesBothErasWritesNothingButMessagesAndEndsWithItsClient() throws Exception {
        start();
        write("{\"jsonrpc\":\"2.0\",\"id\":\"d\",\"method\":\"server/discover\",\"params\":{" + META + "}}");
        assertThat(read().at("/result/supportedVersions").toString()).contains("2026-07-28");
        write("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{" + META
                + ",\"name\":\"camel__current_time\",\"arguments\":{}}}");
        JsonNode called = read();
        assertThat(called.path("id").asInt()).isEqualTo(1);
        assertThat(called.at("/result/structuredContent/zone").asText()).isEqualTo("UTC");

        write("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"initialize\",\"params\":{\"protocolVersion\":\"2025-06-18\","
                + "\"capabilities\":{},\"clientInfo\":{\"name\":\"t\",\"version\":\"1\"}}}");
        assertThat(read().at("/result/protocolVersion").asText()).isEqualTo("2025-06-18");
        write("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        write("{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"tools/list\"}");
        JsonNode list = read();
        while (list.path("id").asInt() != 3) {
            list = read(); // what the gateway says by itself, such as that a server has joined
        }
        assertThat(list.at("/result/tools").findValuesAsText("name"))
                .contains("camel__current_time")
                .anyMatch(name -> name.startsWith("mine__"));
        List<ProcessHandle> servers = process.descendants().toList();
        assertThat(servers).isNotEmpty();

        in.close();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                .as("ends by itself")
                .isTrue();
        assertThat(process.exitValue()).as(log()).isZero();
        assertThat(servers).noneMatch(ProcessHandle::isAlive);
        assertThat(log()).contains("Mehari serves", "mine is ready").doesNotContain("mhr_", "Bearer");
        assertThat(folder).as("nothing but the log of this test").isDirectoryContaining("glob:**/log");
    }

    /** The server begins when the gateway serves already, which is later than any that starts by itself. */
    @Test
    void theFirstListHasTheToolsOfServersThatWereStillStarting() throws Exception {
        String begin = "until grep -q 'Mehari listens' log; do sleep 0.05; done; exec \"$@\"";
        start(List.of(
                "sh", "-c", begin, "sh", JAVA, "-cp", CLASS_PATH, FaultyServer.class.getName(), "tools", "errors"));
        write("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{" + META + "}}");
        assertThat(read().at("/result/tools").findValuesAsText("name")).contains("mine__errors", "camel__current_time");
    }

    @Test
    void aSignalEndsItAndItsServers() throws Exception {
        start("--mehari.dead-letters.directory=letters");
        write("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{" + META + "}}");
        read();
        assertThat(folder.resolve("letters"))
                .as("a folder that is asked for is kept")
                .isDirectory();
        await().atMost(Duration.ofSeconds(LIMIT_SECONDS))
                .until(() -> process.descendants().findAny().isPresent());
        List<ProcessHandle> servers = process.descendants().toList();
        process.destroy();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                .as("ends by itself")
                .isTrue();
        await().atMost(Duration.ofSeconds(LIMIT_SECONDS))
                .until(() -> servers.stream().noneMatch(ProcessHandle::isAlive));
    }
}
