package io.mehari.interop;

import io.mehari.support.GatewayUnderTest;
import io.mehari.support.NpmPackages;
import io.mehari.support.Requirement;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** A server as people run it for several clients: a process of its own behind a port that stays the same. */
final class ListeningServer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String path;
    private final List<String> script;
    private final int port = GatewayUnderTest.freePort();
    private Process process;

    private ListeningServer(String path, List<String> script) {
        this.path = path;
        this.script = script;
    }

    /**
     * server-everything, not started yet.
     *
     * @param transport {@code streamable-http} or {@code sse}
     */
    ListeningServer(String transport) {
        this(
                transport.equals("sse") ? "/sse" : "/mcp",
                List.of(
                        NpmPackages.server("everything").toString(),
                        transport.equals("sse") ? "sse" : "streamableHttp"));
    }

    /** {@code legacy.mjs} over streamable HTTP, not started yet. */
    static ListeningServer legacy() {
        return new ListeningServer(
                "/mcp", List.of(NpmPackages.DIRECTORY.resolve("legacy.mjs").toString()));
    }

    /** The address for clients. */
    String url() {
        return "http://127.0.0.1:" + port + path;
    }

    /** The process that was started last. */
    long pid() {
        return process.pid();
    }

    /** Starts the process and waits until it listens. */
    ListeningServer start() throws IOException {
        List<String> command = new ArrayList<>(List.of(Requirement.NODE.path().toString()));
        command.addAll(script);
        command.add(Integer.toString(port)); // server-everything wants it in the environment
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PORT", Integer.toString(port));
        process = builder.start();
        Awaitility.await(script + " at " + url())
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(20))
                .until(this::listens);
        return this;
    }

    private boolean listens() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Kills the process and waits until it is gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(script + " outlives SIGKILL");
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
