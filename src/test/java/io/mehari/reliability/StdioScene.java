package io.mehari.reliability;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.upstream.stdio.FaultyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A server on stdin and stdout: the tool of its call is the fault, unless the process itself meets one. */
final class StdioScene implements Scene {
    /** What is done to the process. */
    enum Kind {
        /** Nothing. */
        NONE,
        FROZEN,
        /** It is killed, and ends whenever it is started again. */
        CRASH_LOOP
    }

    private final Kind kind;
    private final String tool;
    private final Path file;
    private final Path gate;
    private final ServerRecord record;

    StdioScene(Kind kind, String tool, Path directory) throws IOException {
        this.kind = kind;
        this.tool = tool;
        this.file = directory.resolve("stdio-" + kind + "-" + tool);
        this.gate = directory.resolve("stdio-gate");
        this.record = new ServerRecord(file);
        if (kind == Kind.CRASH_LOOP) {
            Files.createFile(gate);
        }
    }

    @Override
    public ObjectNode entry() {
        ObjectNode entry = Json.object().put("command", "/bin/sh");
        ArrayNode arguments = entry.putArray("args");
        arguments.add("-c");
        arguments.add(kind == Kind.CRASH_LOOP ? "test -e '" + gate + "' || exit 7; exec \"$@\"" : "exec \"$@\"");
        arguments.add("sh");
        Processes.java(FaultyServer.class, "tools", "run", tool).forEach(arguments::add);
        entry.putObject("env").put(FaultyServer.RECORD, file.toString());
        return entry;
    }

    @Override
    public String tool() {
        return tool;
    }

    @Override
    public void begin(Gateway gateway, String server) throws Exception {
        switch (kind) {
            case NONE -> {
                // The call itself brings the fault about
            }
            case FROZEN -> Processes.freeze(record.pid());
            case CRASH_LOOP -> {
                Files.delete(gate);
                Processes.kill(ProcessHandle.of(record.pid()).orElseThrow());
                gateway.awaitState(server, "waiting");
            }
        }
    }

    @Override
    public void lift() throws Exception {
        if (kind == Kind.FROZEN) {
            Processes.thaw(record.pid());
        } else if (kind == Kind.CRASH_LOOP) {
            Files.createFile(gate);
        }
    }

    @Override
    public List<String> ran() throws IOException {
        return record.ran();
    }

    @Override
    public void close() {
        // The process is the gateway's
    }
}
