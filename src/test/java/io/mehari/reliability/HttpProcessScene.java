package io.mehari.reliability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A server over HTTP that is a process: frozen, or killed and started again. */
final class HttpProcessScene implements Scene {
    /** What is done to the process. */
    enum Kind {
        FROZEN,
        KILLED,
        KILLED_DURING_A_CALL
    }

    private final Transport transport;
    private final Kind kind;
    private final int port = Ports.free();
    private final Path file;
    private final ServerRecord record;
    private Process process;
    private int callsBefore;

    HttpProcessScene(Transport transport, Kind kind, Path directory) throws IOException {
        this.transport = transport;
        this.kind = kind;
        this.file = directory.resolve(transport + "-" + kind);
        this.record = new ServerRecord(file);
        start();
    }

    private void start() throws IOException {
        process = new ProcessBuilder(
                        Processes.java(HttpProgram.class, transport.name(), Integer.toString(port), file.toString()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Override
    public ObjectNode entry() {
        boolean sse = transport == Transport.SSE;
        return Json.object()
                .put("type", sse ? "sse" : "streamable-http")
                .put("url", "http://127.0.0.1:" + port + (sse ? "/sse" : "/mcp"));
    }

    @Override
    public void begin(Gateway gateway, String server) throws Exception {
        switch (kind) {
            case FROZEN -> Processes.freeze(process.pid());
            case KILLED -> {
                Processes.kill(process.toHandle());
                gateway.awaitLost(server);
            }
            case KILLED_DURING_A_CALL -> {
                callsBefore = record.ran().size();
                Files.createFile(HttpProgram.holdOf(file));
            }
        }
    }

    @Override
    public void during() throws Exception {
        if (kind == Kind.KILLED_DURING_A_CALL) {
            record.awaitCalls(callsBefore + 1);
            Processes.kill(process.toHandle());
        }
    }

    /** Ends when the server is back. */
    @Override
    public void lift() throws Exception {
        if (kind == Kind.FROZEN) {
            Processes.thaw(process.pid());
        } else {
            Files.deleteIfExists(HttpProgram.holdOf(file));
            int starts = record.starts();
            start();
            record.awaitStarts(starts + 1);
        }
    }

    @Override
    public List<String> ran() throws IOException {
        return record.ran();
    }

    @Override
    public void close() throws Exception {
        Processes.kill(process.toHandle());
    }
}
