package io.mehari.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * A fast MCP server on stdin and stdout, of the legacy era.
 *
 * <p>Argument: {@code --log FILE} appends a line to the file for each executed call that has an {@code id} argument.
 */
public final class EchoServer {
    private static final int BUFFER = 64 * 1024;

    private final EchoTools tools;
    private final InputStream in;
    private final OutputStream out;

    EchoServer(EchoTools tools, InputStream in, OutputStream out) {
        this.tools = tools;
        this.in = in;
        this.out = new BufferedOutputStream(out, BUFFER);
    }

    /** Serves until stdin ends. */
    public static void main(String[] args) throws IOException {
        EchoTools tools =
                args.length == 2 && args[0].equals("--log") ? new EchoTools(Path.of(args[1])) : new EchoTools();
        new EchoServer(tools, new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out)).serve();
    }

    /** Reads and answers; what was answered is written out as soon as no more input is there. */
    void serve() throws IOException {
        byte[] buffer = new byte[BUFFER];
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            int start = 0;
            for (int at = 0; at < read; at++) {
                if (buffer[at] == '\n') {
                    line.write(buffer, start, at - start);
                    start = at + 1;
                    message(Json.read(line.toByteArray()));
                    line.reset();
                }
            }
            line.write(buffer, start, read - start);
            if (in.available() == 0) {
                flush();
            }
        }
    }

    private void message(JsonNode tree) throws IOException {
        JsonRpcMessage message = JsonRpcMessage.of((ObjectNode) tree);
        if (message.kind() != JsonRpcMessage.Kind.REQUEST) {
            return;
        }
        JsonNode id = message.id();
        switch (message.method()) {
            case McpMethod.INITIALIZE -> send(JsonRpcMessage.response(id, identity(message)));
            case McpMethod.PING -> send(JsonRpcMessage.response(id, Json.object()));
            case McpMethod.TOOLS_LIST -> send(JsonRpcMessage.response(id, definitions()));
            case McpMethod.TOOLS_CALL -> call(id, message.params());
            default -> send(JsonRpcMessage.errorResponse(id, ErrorCode.METHOD_NOT_FOUND, "Unknown method"));
        }
    }

    private static ObjectNode identity(JsonRpcMessage request) {
        ObjectNode identity = Json.object();
        identity.set("protocolVersion", request.params().path("protocolVersion"));
        identity.putObject("capabilities").putObject("tools");
        identity.putObject("serverInfo").put("name", "echo").put("version", "1");
        return identity;
    }

    private static ObjectNode definitions() {
        ObjectNode page = Json.object();
        ArrayNode list = page.putArray("tools");
        EchoTools.DEFINITIONS.forEach(list::add);
        return page;
    }

    private void call(JsonNode id, JsonNode params) {
        Thread reader = Thread.currentThread();
        Consumer<ObjectNode> answer = result -> {
            try {
                send(JsonRpcMessage.response(id, result));
                if (Thread.currentThread() != reader) {
                    flush();
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The answer could not be written", e);
            }
        };
        tools.call(params.path("name").asText(), params.path("arguments"), answer);
    }

    private void send(ObjectNode message) throws IOException {
        byte[] bytes = Json.bytes(message);
        synchronized (out) {
            out.write(bytes);
            out.write('\n');
        }
    }

    private void flush() throws IOException {
        synchronized (out) {
            out.flush();
        }
    }
}
