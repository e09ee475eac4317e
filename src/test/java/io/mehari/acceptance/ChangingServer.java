package io.mehari.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** An MCP server on standard streams whose one resource changes for ever once it is watched; each change is told at length. */
public final class ChangingServer {
    static final String URI = "memo:a";

    private static final int LENGTH = 64 * 1024;
    private static final int PERIOD_MILLIS = 20;

    private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    private boolean watched;

    private ChangingServer() {}

    public static void main(String[] args) throws IOException {
        ChangingServer server = new ChangingServer();
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonNode message = Json.read(line);
            if (message.has("id") && message.has("method")) {
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
                result.putObject("capabilities").putObject("resources").put("subscribe", true);
                result.putObject("serverInfo").put("name", "changing").put("version", "1");
            }
            case "tools/list" -> result.putArray("tools");
            case "resources/list" ->
                result.putArray("resources").addObject().put("uri", URI).put("name", "memo");
            case "resources/templates/list" -> result.putArray("resourceTemplates");
            case "resources/subscribe" -> watch();
            default -> {
                // Nothing to tell.
            }
        }
        ObjectNode answer = Json.object().put("jsonrpc", "2.0");
        answer.set("id", request.get("id"));
        answer.set("result", result);
        print(answer);
    }

    private void watch() {
        if (watched) {
            return;
        }
        watched = true;
        ObjectNode change = Json.object().put("jsonrpc", "2.0").put("method", "notifications/resources/updated");
        change.putObject("params").put("uri", URI).putObject("_meta").put("text", "x".repeat(LENGTH));
        Executors.newSingleThreadScheduledExecutor()
                .scheduleWithFixedDelay(() -> print(change), PERIOD_MILLIS, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    private synchronized void print(ObjectNode message) {
        out.println(Json.text(message));
    }
}
