package io.mehari.upstream.http;

import io.mehari.support.NpmPackages;
import io.mehari.support.Requirement;
import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;

/** The reference server of the MCP project, over HTTP on a free port. */
public final class EverythingServer implements AutoCloseable {
    private final String mode;
    private final int port;
    private Process process;

    /** Not started yet; {@code streamableHttp} or {@code sse}. */
    public EverythingServer(String mode) throws IOException {
        this.mode = mode;
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
    }

    public void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                        Requirement.NODE.path().toString(),
                        NpmPackages.server("everything").toString(),
                        mode)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PORT", Integer.toString(port));
        process = builder.start();
    }

    public String url() {
        return "http://127.0.0.1:" + port + (mode.equals("sse") ? "/sse" : "/mcp");
    }

    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
