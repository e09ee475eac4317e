package io.mehari.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An MCP server on stdin and stdout whose tools are in a file: an array of objects with {@code definition} and what a call is
 * answered with, {@code result}, {@code error}, or else the arguments as text. A result of {@code size} characters is made.
 */
public final class ProbeServer {
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private final JsonNode tools;

    private ProbeServer(JsonNode tools) {
        this.tools = tools;
    }

    public static void main(String[] args) throws IOException {
        ProbeServer server = new ProbeServer(Json.read(Files.readString(Path.of(args[0]))));
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode message = Json.read(line);
            if (message.has("id") && message.has("method")) {
                server.answer(message);
            }
        }
    }

    private void answer(JsonNode message) throws IOException {
        ObjectNode answer = Json.object().put("jsonrpc", "2.0");
        answer.set("id", message.get("id"));
        switch (message.path("method").asText()) {
            case "initialize" -> answer.set("result", initialized(message.at("/params/protocolVersion")));
            case "tools/list" -> answer.putObject("result").set("tools", definitions());
            case "tools/call" -> call(message.path("params"), answer);
            default -> answer.putObject("result");
        }
        out.write(Json.bytes(answer));
        out.write('\n');
        out.flush();
    }

    private static ObjectNode initialized(JsonNode version) {
        ObjectNode result = Json.object();
        result.set("protocolVersion", version);
        result.putObject("capabilities").putObject("tools");
        result.putObject("serverInfo").put("name", "probe").put("version", "1");
        return result;
    }

    private ArrayNode definitions() {
        ArrayNode definitions = Json.MAPPER.createArrayNode();
        tools.forEach(tool -> definitions.add(tool.get("definition")));
        return definitions;
    }

    private void call(JsonNode params, ObjectNode answer) {
        for (JsonNode tool : tools) {
            if (tool.at("/definition/name").equals(params.get("name"))) {
                if (tool.has("error")) {
                    answer.set("error", tool.get("error"));
                } else if (tool.has("result")) {
                    answer.set("result", tool.get("result"));
                } else {
                    String text = tool.has("size")
                            ? "x".repeat(tool.get("size").asInt())
                            : Json.text(params.path("arguments"));
                    answer.putObject("result")
                            .putArray("content")
                            .addObject()
                            .put("type", "text")
                            .put("text", text);
                }
            }
        }
    }
}
