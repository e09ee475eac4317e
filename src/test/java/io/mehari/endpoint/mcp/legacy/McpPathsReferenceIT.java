package io.mehari.endpoint.mcp.legacy;

import io.mehari.architecture.ReferenceTable;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/mcp-paths.md} has every path with its methods, and what requests that break a rule get. */
class McpPathsReferenceIT {
    private static final String PAGE = "reference/mcp-paths.md";
    private static final List<String> PATHS =
            List.of("/mcp", "/mcp/{server}", "/mcp/groups/{group}", "/sse", "/sse/{server}", "/messages");
    private static final List<String> METHODS = List.of("GET", "POST", "DELETE", "PUT", "PATCH");
    private static final String LIST = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\"}";
    private static final int NOT_ALLOWED = 405;

    private static LegacyGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = new LegacyGateway();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        gateway = null; // what it holds would be counted where leaks are looked for
    }

    @Test
    void everyPath() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String path : PATHS) {
            for (String method : METHODS) {
                try (SseReader response =
                        gateway.open(method, path.replace("{server}", "one"), method.equals("POST") ? LIST : "")) {
                    if (response.status != NOT_ALLOWED) {
                        rows.add(List.of("`" + method + " " + path + "`"));
                    }
                }
            }
        }
        new ReferenceTable(PAGE, "paths").mustBe(rows);
    }

    @Test
    void whatBreaksARule() {
        String session = gateway.begin("2025-06-18");
        Map<String, Supplier<HttpResponse<String>>> cases = new LinkedHashMap<>();
        cases.put("body that is no JSON", () -> gateway.post("/mcp", "{"));
        cases.put("body that is no message", () -> gateway.post("/mcp", "1"));
        cases.put("no session", () -> gateway.post("/mcp", LIST));
        cases.put("session that is not there, or another's", () -> gateway.in("none", LIST));
        cases.put(
                "version that no session has",
                () -> gateway.post("/mcp", LIST, "mcp-session-id", session, "mcp-protocol-version", "1999-01-01"));
        cases.put("method that there is not", () -> gateway.in(session, LIST.replace("tools/list", "no/such")));
        cases.put(
                "stream for a client that reads none",
                () -> gateway.send("GET", "/mcp", "mcp-session-id", session, "accept", "application/json"));
        cases.put(
                "event that was never sent",
                () -> gateway.send("GET", "/mcp", "mcp-session-id", session, "accept", "*/*", "last-event-id", "g9-9"));
        cases.put("message without a stream", () -> gateway.post("/messages", LIST));
        cases.put("server or group that there is not", () -> gateway.post("/mcp/nobody", LIST));
        cases.put("origin that is not allowed", () -> gateway.post("/mcp", LIST, "origin", "http://evil.example"));
        cases.put("other HTTP method", () -> gateway.send("PUT", "/mcp"));

        List<List<String>> rows = new ArrayList<>();
        cases.forEach((name, request) -> rows.add(row(name, request.get())));
        new ReferenceTable(PAGE, "legacy errors").mustBe(rows);
    }

    /** Name, HTTP status, JSON-RPC code. */
    private static List<String> row(String name, HttpResponse<String> response) {
        return List.of(name, Integer.toString(response.statusCode()), code(response.body()));
    }

    private static String code(String body) {
        try {
            return body.isEmpty() ? "-" : Json.read(body).at("/error/code").asText();
        } catch (IOException e) {
            throw new AssertionError(body, e);
        }
    }
}
