package io.mehari.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Calls of the tool {@code echo} at an MCP endpoint over streamable HTTP.
 *
 * @param uri of the endpoint
 * @param tool its name there
 */
record McpCalls(URI uri, String tool) {
    private static final String LEGACY = "2025-11-25";
    private static final String MODERN = "2026-07-28";
    private static final String ENVELOPE = "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"" + MODERN
            + "\",\"io.modelcontextprotocol/clientCapabilities\":{}}";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    /** Sessions of the legacy era that are open at an endpoint: one for each caller, as for each client. */
    List<HttpCall> legacy(int callers) throws IOException, InterruptedException {
        List<HttpCall> calls = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            HttpCall call = inSession(message(2, "tools/call", call()));
            calls.add(session().map(id -> call.with("Mcp-Session-Id", id)).orElse(call));
        }
        return calls;
    }

    /** Requests of the modern era, in which there are no sessions. */
    List<HttpCall> modern(int callers) {
        List<HttpCall> calls = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            calls.add(modern("tools/call", call() + "," + ENVELOPE).with("Mcp-Name", tool));
        }
        return calls;
    }

    /** A request of the modern era that lists the tools. */
    HttpCall modernList(String expected) {
        HttpCall call = modern("tools/list", ENVELOPE);
        return new HttpCall(uri, call.body(), expected, call.headers());
    }

    /** A request of the modern era that hears of changes of the list of tools. */
    HttpCall listen() {
        return modern("subscriptions/listen", "\"notifications\":{\"toolsListChanged\":true}," + ENVELOPE);
    }

    /**
     * Opens a session of the legacy era.
     *
     * @return its name; empty if the server gives none
     */
    Optional<String> session() throws IOException, InterruptedException {
        String me = "\"capabilities\":{},\"clientInfo\":{\"name\":\"bench\",\"version\":\"1\"}";
        HttpCall initialize = accepting(message(1, "initialize", "\"protocolVersion\":\"" + LEGACY + "\"," + me));
        Optional<String> session = sent(initialize).headers().firstValue("Mcp-Session-Id");
        HttpCall initialized = inSession("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        sent(session.map(id -> initialized.with("Mcp-Session-Id", id)).orElse(initialized));
        return session;
    }

    private static HttpResponse<String> sent(HttpCall call) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(call.uri()).POST(HttpRequest.BodyPublishers.ofString(call.body()));
        request.header("Content-Type", "application/json");
        call.headers().forEach(request::header);
        HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() / 100 != 2) {
            throw new IllegalStateException(
                    call.uri() + " answered " + response.statusCode() + " to " + call.body() + ": " + response.body());
        }
        return response;
    }

    private String call() {
        return "\"name\":\"" + tool + "\",\"arguments\":" + EchoTools.ARGUMENTS;
    }

    private HttpCall inSession(String body) {
        return accepting(body).with("MCP-Protocol-Version", LEGACY);
    }

    private HttpCall modern(String method, String params) {
        return accepting(message(2, method, params))
                .with("MCP-Protocol-Version", MODERN)
                .with("Mcp-Method", method);
    }

    private HttpCall accepting(String body) {
        return new HttpCall(uri, body, EchoTools.MESSAGE).with("Accept", "application/json, text/event-stream");
    }

    private static String message(int id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"" + method + "\",\"params\":{" + params + "}}";
    }
}
