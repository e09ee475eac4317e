package io.mehari.interop;

import io.mehari.support.GatewayUnderTest;
import io.mehari.support.NpmPackages;
import io.mehari.support.Requirement;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** server-everything as people run it for several clients: a process of its own behind a port that stays the same. */
final class ListeningServer implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final String transport;
    private final int port = GatewayUnderTest.freePort();
    private Process process;

    /**
     * Not started yet.
     *
     * @param transport {@code streamable-http} or {@code sse}
     */
    ListeningServer(String transport) {
        this.transport = transport;
    }

    private boolean isSse() {
        return transport.equals("sse");
    }

    /** The address for clients. */
    String url() {
        return "http://127.0.0.1:" + port + (isSse() ? "/sse" : "/mcp");
    }

    /** The process that was started last. */
    long pid() {
        return process.pid();
    }

    /** Starts the process and waits until it listens. */
    ListeningServer start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Requirement.NODE.path().toString(),
                        NpmPackages.server("everything").toString(),
                        isSse() ? "sse" : "streamableHttp")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PORT", Integer.toString(port));
        process = builder.start();
        Awaitility.await("server-everything over " + transport)
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
            throw new IllegalStateException("server-everything outlives SIGKILL");
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
