package io.mehari.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** An MCP server on standard streams that greets its user, whose name it asks for, and says what it is told. */
public final class AskingServer {
    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private final Map<String, JsonNode> calls = new HashMap<>();

    private AskingServer() {}

    public static void main(String[] args) throws IOException {
        AskingServer server = new AskingServer();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode message = Json.read(line);
            if (!message.has("method")) {
                server.told(message);
            } else if (message.has("id")) {
                server.answer(message);
            }
        }
        Runtime.getRuntime().halt(0);
    }

    private void answer(JsonNode request) {
        ObjectNode result = Json.object();
        switch (request.path("method").asText()) {
            case "initialize" -> {
                result.put("protocolVersion", "2025-06-18");
                result.putObject("capabilities").putObject("tools");
                result.putObject("serverInfo").put("name", "asking").put("version", "1");
            }
            case "tools/list" -> {
                ArrayNode tools = result.putArray("tools");
                for (String name : List.of("greet", "echo")) {
                    tools.addObject().put("name", name).putObject("inputSchema").put("type", "object");
                }
            }
            case "tools/call" -> {
                if (request.at("/params/name").asText().equals("greet")) {
                    ask(request);
                    return;
                }
                String text = request.at("/params/arguments/text").asText();
                result.putArray("content").addObject().put("type", "text").put("text", text);
            }
            default -> {
                // Nothing to tell.
            }
        }
        print(request.get("id"), result);
    }

    private void ask(JsonNode request) {
        String id = "question-" + calls.size();
        calls.put(id, request.get("id"));
        ObjectNode question = Json.object().put("jsonrpc", "2.0").put("method", "elicitation/create");
        question.put("id", id);
        ObjectNode params = question.putObject("params").put("message", "Who are you?");
        params.putObject("requestedSchema")
                .put("type", "object")
                .putObject("properties")
                .putObject("name")
                .put("type", "string");
        out.println(Json.text(question));
    }

    private void told(JsonNode answer) {
        JsonNode call = calls.get(answer.path("id").asText());
        if (call != null) {
            ObjectNode result = Json.object();
            String name = answer.at("/result/content/name").asText("nobody");
            result.putArray("content").addObject().put("type", "text").put("text", "Hello " + name);
            print(call, result);
        }
    }

    private void print(JsonNode id, ObjectNode result) {
        ObjectNode answer = Json.object().put("jsonrpc", "2.0");
        answer.set("id", id);
        answer.set("result", result);
        out.println(Json.text(answer));
    }
}
