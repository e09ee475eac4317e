package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The HTTP echo server in a JVM of its own. */
final class HttpEcho implements AutoCloseable {
    static final String BODY = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":"
            + "{\"name\":\"echo\",\"arguments\":" + EchoTools.ARGUMENTS + "}}";

    private static final Duration LISTEN_LIMIT = Duration.ofSeconds(60);

    private final Path directory;
    private final int port;
    private List<String> arguments;
    private ChildProcess process;

    private HttpEcho(Path directory, int port, List<String> more) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.port = port;
        this.arguments =
                Stream.concat(Stream.of(Integer.toString(port)), more.stream()).toList();
        this.process = ChildJvm.start(directory, HttpEchoServer.class, arguments);
    }

    /** Starts it and waits until it answers. */
    static HttpEcho start(Path directory) throws IOException, InterruptedException {
        return start(directory, 0);
    }

    /**
     * The same.
     *
     * @param tools how many tools it has; never less than it needs
     */
    static HttpEcho start(Path directory, int tools) throws IOException, InterruptedException {
        return start(directory, List.of(Integer.toString(tools)));
    }

    /**
     * The same with a list of tools that comes in pages.
     *
     * @param pageSize most tools of a page
     */
    static HttpEcho paged(Path directory, int tools, int pageSize) throws IOException, InterruptedException {
        return start(directory, List.of(Integer.toString(tools), Integer.toString(pageSize)));
    }

    private static HttpEcho start(Path directory, List<String> more) throws IOException, InterruptedException {
        HttpEcho server = new HttpEcho(directory, ChildProcess.freePort(), more);
        server.process.awaitAnswer(server.call());
        return server;
    }

    /**
     * Kills it by SIGKILL and waits for its end.
     *
     * @return when it had ended, on {@link System#nanoTime()}'s clock
     */
    long kill() throws InterruptedException {
        process.kill();
        return System.nanoTime();
    }

    /**
     * Starts it once more on the same port and waits until it accepts connections.
     *
     * @return when it did
     */
    long startAgain() throws IOException, InterruptedException {
        process = ChildJvm.start(directory, HttpEchoServer.class, arguments);
        long deadline = System.nanoTime() + LISTEN_LIMIT.toNanos();
        while (!listens()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("The echo server does not listen on " + port);
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
        return System.nanoTime();
    }

    /**
     * Kills it and starts it once more on the same port, with another list of tools.
     *
     * @param tools how many it has then
     */
    void startAgain(int tools) throws IOException, InterruptedException {
        kill();
        arguments = List.of(Integer.toString(port), Integer.toString(tools));
        startAgain();
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    /** A call of the tool {@code echo} as the server itself understands it. */
    HttpCall call() {
        return new HttpCall(URI.create(uri()), BODY, EchoTools.MESSAGE);
    }

    /** What stands for it in the gateway's file of servers. */
    ObjectNode settings() {
        return settings("");
    }

    /**
     * The same for one of many servers it can be.
     *
     * @param path below its own, such as {@code /7}
     */
    ObjectNode settings(String path) {
        return Json.object()
                .put("type", "streamable-http")
                .put("url", uri() + path)
                .put("bulkhead", 256);
    }

    /** What stands for it in the gateway's file of servers where it is reached over HTTP+SSE. */
    ObjectNode sseSettings() {
        return settings().put("type", "sse").put("url", "http://127.0.0.1:" + port + SseEchoStreams.PATH);
    }

    int port() {
        return port;
    }

    private String uri() {
        return "http://127.0.0.1:" + port + "/mcp";
    }

    ChildProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
