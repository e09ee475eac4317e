package io.mehari.upstream.http;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The reference server of the MCP project, over HTTP on a free port. */
final class EverythingServer implements AutoCloseable {
    private static final Path MAIN =
            Path.of("src/test/interop/node_modules/@modelcontextprotocol/server-everything/dist/index.js");

    private final String mode;
    private final int port;
    private Process process;

    /** Not started yet; {@code streamableHttp} or {@code sse}. */
    EverythingServer(String mode) throws IOException {
        this.mode = mode;
        try (ServerSocket free = new ServerSocket(0)) {
            this.port = free.getLocalPort();
        }
    }

    static boolean isInstalled() {
        return Files.exists(MAIN);
    }

    void start() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("node", MAIN.toString(), mode)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("PORT", Integer.toString(port));
        process = builder.start();
    }

    String url() {
        return "http://127.0.0.1:" + port + (mode.equals("sse") ? "/sse" : "/mcp");
    }

    void kill() throws InterruptedException {
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
