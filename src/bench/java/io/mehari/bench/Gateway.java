package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.MehariApplication;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The gateway in a JVM of its own. */
final class Gateway implements AutoCloseable {
    private final ChildProcess process;
    private final URI base;

    private Gateway(ChildProcess process, URI base) {
        this.process = process;
        this.base = base;
    }

    /**
     * Starts the one on this JVM's class path; returns before it can be called.
     *
     * @param directory its working directory
     * @param servers what stands under {@code mcpServers}
     */
    static Gateway start(Path directory, ObjectNode servers) throws IOException {
        return start(directory, servers, List.of());
    }

    /**
     * The same with further options.
     *
     * @param more as on the command line
     */
    static Gateway start(Path directory, ObjectNode servers, List<String> more) throws IOException {
        return start(directory, servers, options -> {
            List<String> all = new ArrayList<>(options);
            all.addAll(more);
            return ChildJvm.start(directory, MehariApplication.class, all);
        });
    }

    /**
     * The same for a packaged one.
     *
     * @param jar the build to start
     */
    static Gateway start(Path directory, ObjectNode servers, GatewayJar jar) throws IOException {
        return start(directory, servers, options -> ChildJvm.start(directory, jar, options));
    }

    /**
     * Starts the one on this JVM's class path in a folder that has its files, {@code config/} and {@code routes/}; returns before it
     * can be called.
     *
     * @param directory its working directory
     * @param more settings, such as {@code --mehari.history.versions=5}
     */
    static Gateway startIn(Path directory, String... more) throws IOException {
        int port = ChildProcess.freePort();
        List<String> options = new ArrayList<>(
                List.of("--mehari.data.host=127.0.0.1", "--mehari.data.port=" + port, "--mehari.live.enabled=false"));
        options.addAll(List.of(more));
        ChildProcess process = ChildJvm.start(directory, MehariApplication.class, options);
        return new Gateway(process, URI.create("http://127.0.0.1:" + port));
    }

    private static Gateway start(Path directory, ObjectNode servers, Launcher launcher) throws IOException {
        Files.createDirectories(directory);
        Path file = Files.write(
                directory.resolve("mcp-servers.json"), Json.bytes(Json.object().set("mcpServers", servers)));
        int port = ChildProcess.freePort();
        ChildProcess process = launcher.start(List.of(
                "--mehari.data.host=127.0.0.1",
                "--mehari.data.port=" + port,
                "--mehari.servers.file=" + file,
                "--mehari.dead-letters.directory=" + directory.resolve("dead-letters")));
        return new Gateway(process, URI.create("http://127.0.0.1:" + port));
    }

    /** Waits until all of these are answered as they should be; closes it if one is not. */
    Gateway await(HttpCall... calls) throws IOException, InterruptedException {
        try {
            for (HttpCall call : calls) {
                process.awaitAnswer(call);
            }
            return this;
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** A call of the echo server's tool {@code echo}, through REST. */
    HttpCall echo(String server) {
        return new HttpCall(base.resolve("/" + server + "/echo"), EchoTools.ARGUMENTS, EchoTools.MESSAGE);
    }

    /** A call of a tool, through REST. */
    HttpCall call(String server, String tool, String arguments, String expected) {
        return new HttpCall(base.resolve("/" + server + "/" + tool), arguments, expected);
    }

    /**
     * Its MCP endpoint.
     *
     * @param tool name of the tool {@code echo} there
     */
    McpCalls mcp(String tool) {
        return new McpCalls(base.resolve("/mcp"), tool);
    }

    /** What an operator does, by an address without a body of its own. */
    HttpCall post(String path) {
        return new HttpCall(base.resolve(path), "{}", "");
    }

    /** A list, or an entry of one. */
    HttpCall get(String path, String expected) {
        return HttpCall.get(base.resolve(path), expected);
    }

    /**
     * How many echo calls the echo server of this name has run.
     *
     * @throws IllegalStateException if it does not say
     */
    long executions(String server) {
        String answer = new HttpCall(base.resolve("/" + server + "/count"), "{}", "").answer();
        if (!answer.matches("200 \"\\d+\"")) {
            throw new IllegalStateException("Server " + server + " did not count its calls: " + answer);
        }
        return Long.parseLong(answer.substring(5, answer.length() - 1));
    }

    /** The gateway's own process; those of its stdio servers are its children. */
    ChildProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }

    /** Starts the process. */
    @FunctionalInterface
    private interface Launcher {
        /** Starts it with these options. */
        ChildProcess start(List<String> options) throws IOException;
    }
}
