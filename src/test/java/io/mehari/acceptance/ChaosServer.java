package io.mehari.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mehari.protocol.Json;
import io.mehari.support.PartedLine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/**
 * An MCP server over streamable HTTP that meets the first attempt of a call with the fault that its argument {@code fault}
 * names, and counts how often each call has run.
 */
final class ChaosServer implements AutoCloseable {
    /** What a first attempt meets. */
    enum Fault {
        /** Status 500 before the body, and nothing has run. */
        STATUS_500,
        /** The server has forgotten its sessions. */
        SESSION_LOST,
        /** The server ends while the call runs, and comes back. */
        CRASH,
        /** The call runs, and no answer comes. */
        HANG,
        /** The call runs, and what comes is no answer. */
        GARBAGE,
        /** Status 429, and nothing has run. */
        RATE_LIMIT
    }

    /** The one resource it has. */
    static final String RESOURCE = "memo://chaos";

    private final Set<String> sessions = ConcurrentHashMap.newKeySet();
    private final Set<String> met = ConcurrentHashMap.newKeySet();
    private final Map<String, Integer> runs = new ConcurrentHashMap<>();
    private final Queue<HttpExchange> hanging = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private final PartedLine line;

    /** Hears of each {@code tools/call}: the headers of its request, and its message. */
    private final BiConsumer<Headers, JsonNode> calls;

    ChaosServer() {
        this((headers, message) -> {});
    }

    ChaosServer(BiConsumer<Headers, JsonNode> calls) {
        this.calls = calls;
        server = listen();
        line = PartedLine.to("http://127.0.0.1:" + server.getAddress().getPort());
    }

    String url() {
        return line.url() + "/mcp";
    }

    /** How often a call has run. */
    int runs(String call) {
        return runs.getOrDefault(call, 0);
    }

    private HttpServer listen() {
        try {
            HttpServer created = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
            created.createContext("/mcp", this::serve);
            created.setExecutor(threads);
            created.start();
            return created;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a process ends: nobody listens any more when its connections close, and its sessions are gone when it is back. */
    private synchronized void crash(HttpExchange last) {
        line.part();
        last.close();
        for (HttpExchange open = hanging.poll(); open != null; open = hanging.poll()) {
            open.close();
        }
        sessions.clear();
        line.join();
    }

    private void serve(HttpExchange exchange) throws IOException {
        if (!exchange.getRequestMethod().equals("POST")) {
            answer(exchange, 405, "");
            return;
        }
        JsonNode message = Json.read(exchange.getRequestBody().readAllBytes());
        String method = message.path("method").asText();
        String session = exchange.getRequestHeaders().getFirst("Mcp-Session-Id");
        if (!method.equals("initialize") && (session == null || !sessions.contains(session))) {
            answer(exchange, 404, "");
        } else if (!message.has("id")) {
            answer(exchange, 202, "");
        } else if (method.equals("tools/call")) {
            call(exchange, message);
        } else {
            answer(exchange, 200, result(message, resultOf(exchange, message)));
        }
    }

    private ObjectNode resultOf(HttpExchange exchange, JsonNode message) {
        ObjectNode result = Json.object();
        if (message.path("method").asText().equals("initialize")) {
            String session = UUID.randomUUID().toString();
            sessions.add(session);
            exchange.getResponseHeaders().set("Mcp-Session-Id", session);
            result.set("protocolVersion", message.at("/params/protocolVersion"));
            result.putObject("capabilities").putObject("tools");
            result.withObject("/capabilities").putObject("resources");
            result.putObject("serverInfo").put("name", "chaos").put("version", "1");
        } else if (message.path("method").asText().equals("tools/list")) {
            for (String name : new String[] {"read", "write"}) {
                result.withArray("tools")
                        .addObject()
                        .put("name", name)
                        .putObject("inputSchema")
                        .put("type", "object");
            }
        } else if (message.path("method").asText().equals("resources/list")) {
            result.putArray("resources").addObject().put("uri", RESOURCE).put("name", "chaos");
        } else if (message.path("method").asText().equals("resources/templates/list")) {
            result.putArray("resourceTemplates");
        } else if (message.path("method").asText().equals("resources/read")) {
            calls.accept(exchange.getRequestHeaders(), message);
            result.putArray("contents").addObject().put("uri", RESOURCE).put("text", "all is well");
        }
        return result;
    }

    private void call(HttpExchange exchange, JsonNode message) throws IOException {
        calls.accept(exchange.getRequestHeaders(), message);
        String call = message.at("/params/arguments/call").asText();
        String fault = message.at("/params/arguments/fault").asText();
        if (!fault.isEmpty() && met.add(call)) {
            meet(Fault.valueOf(fault), exchange, call);
            return;
        }
        runs.merge(call, 1, Integer::sum);
        ObjectNode result = Json.object();
        result.putArray("content").addObject().put("type", "text").put("text", "ran " + call);
        answer(exchange, 200, result(message, result));
    }

    private void meet(Fault fault, HttpExchange exchange, String call) throws IOException {
        switch (fault) {
            case STATUS_500 -> answer(exchange, 500, "");
            case SESSION_LOST -> {
                sessions.clear();
                answer(exchange, 404, "");
            }
            case CRASH -> {
                runs.merge(call, 1, Integer::sum);
                crash(exchange);
            }
            case HANG -> {
                runs.merge(call, 1, Integer::sum);
                hanging.add(exchange);
            }
            case GARBAGE -> {
                runs.merge(call, 1, Integer::sum);
                answer(exchange, 200, "{\"jsonrpc\": garbage");
            }
            case RATE_LIMIT -> {
                exchange.getResponseHeaders().set("Retry-After", "0");
                answer(exchange, 429, "");
            }
        }
    }

    private static String result(JsonNode message, ObjectNode result) {
        ObjectNode answer = Json.object().put("jsonrpc", "2.0");
        answer.set("id", message.get("id"));
        answer.set("result", result);
        return Json.text(answer);
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public synchronized void close() {
        line.close();
        server.stop(0);
        threads.shutdownNow();
    }
}
