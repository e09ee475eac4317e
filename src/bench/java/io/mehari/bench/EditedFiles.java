package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * The files of a gateway that runs, edited as people edit them. Each edit returns how long after its last write it held, as
 * seen from outside. Used by one thread.
 */
final class EditedFiles {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String TOOL = """
            - route:
                id: swap
                description: Says its version
                from:
                  uri: ai-tool:swap
                  parameters:
                    description: Says its version
                  steps:
                    - setBody:
                        constant: version %d.
            """;

    private final Path directory;
    private final URI base;
    private final Path executions;

    /**
     * Files that have not been edited.
     *
     * @param directory the gateway's working directory
     * @param base where it answers
     * @param executions where its echo server writes down what it has run
     */
    EditedFiles(Path directory, URI base, Path executions) {
        this.directory = directory;
        this.base = base;
        this.executions = executions;
    }

    /** What the gateway starts with. */
    static void begin(Path directory, Path executions) throws IOException {
        Files.createDirectories(directory.resolve("config"));
        Files.createDirectories(directory.resolve("routes/tools"));
        Files.createDirectories(directory.resolve("routes/pipeline"));
        Files.createDirectories(directory.resolve("routes/endpoint"));
        Files.createDirectories(directory.resolve("routes/maintenance"));
        Files.writeString(directory.resolve("routes/tools/swap.camel.yaml"), TOOL.formatted(0));
        writeServers(directory, servers(executions, 0, false));
    }

    /** Changes a stage of the pipeline and a tool. */
    Duration pipeline(int number) throws IOException, InterruptedException {
        write("pipeline/tool-call-record.camel.yaml", "# Swap " + number + "\n" + shipped("pipeline/tool-call-record"));
        write("tools/swap.camel.yaml", TOOL.formatted(number));
        return awaitAnswer(
                new HttpCall(base.resolve("/camel/swap"), "{}", ""), answer -> answer.contains("version " + number + "."));
    }

    /** Changes the way in and a route of maintenance. */
    Duration ingress(int number) throws IOException, InterruptedException {
        String rest = shipped("endpoint/rest");
        String text = "Receives every HTTP request";
        write("maintenance/call-watchdog.camel.yaml", "# Swap " + number + "\n" + shipped("maintenance/call-watchdog"));
        write("endpoint/rest.camel.yaml", rest.replace(text, "Swap " + number + ". " + text));
        return awaitAnswer(
                HttpCall.get(base.resolve("/api/v1/admin/routes"), ""),
                answer -> answer.contains("Swap " + number + "."));
    }

    /** Adds a server, changes one that is called, removes the one that was added: in turn. */
    Duration servers(int number) throws IOException, InterruptedException {
        int step = number % 3;
        HttpCall list = HttpCall.get(base.resolve("/api/v1/servers"), "");
        if (step == 2) {
            HttpCall effective = HttpCall.get(base.resolve("/api/v1/admin/config/effective"), "");
            String before = fingerprint(effective.answer());
            writeServers(directory, servers(executions, number, true));
            return awaitAnswer(effective, answer -> !before.equals(fingerprint(answer)));
        }
        writeServers(directory, servers(executions, number, step == 1));
        return awaitAnswer(list, answer -> answer.startsWith("200 ") && answer.contains("\"two\"") == (step == 1));
    }

    private static String fingerprint(String answer) {
        try {
            for (var server : Json.read(answer.substring(4)).at("/data/servers")) {
                if (server.path("name").asText().equals("echo")) {
                    return server.path("fingerprint").asText();
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("No server echo in " + answer);
    }

    /** Its limit changes with each change of it, which is when its number is not one of an addition or removal. */
    private static ObjectNode servers(Path executions, int number, boolean two) {
        ObjectNode echo = EchoGateway.settings();
        echo.withArray("args").add("--log").add(executions.toString());
        echo.putObject("timeout").put("attempt", 60 + (number + 1) / 3 + "s");
        ObjectNode servers = Json.object();
        servers.set("echo", echo);
        if (two) {
            servers.set("two", EchoGateway.settings());
        }
        return servers;
    }

    private static void writeServers(Path directory, ObjectNode servers) throws IOException {
        Path beside = directory.resolve("config/mcp-servers.json.tmp");
        Files.write(beside, Json.bytes(Json.object().set("mcpServers", servers)));
        Files.move(beside, directory.resolve("config/mcp-servers.json"), StandardCopyOption.ATOMIC_MOVE);
    }

    private void write(String file, String content) throws IOException {
        Files.writeString(directory.resolve("routes").resolve(file), content);
    }

    private static String shipped(String name) throws IOException {
        return Files.readString(Path.of("routes", name + ".camel.yaml"));
    }

    private static Duration awaitAnswer(HttpCall call, Predicate<String> held) throws InterruptedException {
        long written = System.nanoTime();
        while (true) {
            String answer = call.answer();
            long took = System.nanoTime() - written;
            if (held.test(answer)) {
                return Duration.ofNanos(took);
            }
            if (took > LIMIT.toNanos()) {
                throw new IllegalStateException("A change did not take effect within " + LIMIT + ": " + answer);
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }
}
