package io.mehari.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** An MCP server over streamable HTTP that goes and comes back at the same port, and counts what it runs. */
final class StoppableServer implements AutoCloseable {
    private final Map<String, AtomicInteger> runs = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch closed = new CountDownLatch(1);
    private int port;
    private HttpServer server;

    StoppableServer() {
        start();
    }

    int port() {
        return port;
    }

    /** How often a tool has run. */
    int runs(String tool) {
        return runs.computeIfAbsent(tool, name -> new AtomicInteger()).get();
    }

    void start() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
            port = server.getAddress().getPort();
            server.setExecutor(threads);
            server.createContext("/mcp", this::handle);
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void stop() {
        server.stop(0);
    }

    @Override
    public void close() {
        closed.countDown();
        stop();
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                exchange.sendResponseHeaders(exchange.getRequestMethod().equals("DELETE") ? 200 : 405, -1);
                return;
            }
            JsonNode message = Json.read(exchange.getRequestBody().readAllBytes());
            if (!message.has("id")) {
                exchange.sendResponseHeaders(202, -1);
                return;
            }
            ObjectNode answer = Json.object().put("jsonrpc", "2.0");
            answer.set("id", message.get("id"));
            answer.set("result", result(message));
            byte[] body = Json.text(answer).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private ObjectNode result(JsonNode message) {
        switch (message.path("method").asText()) {
            case "initialize":
                return Tools.json("{'protocolVersion':'2025-06-18','capabilities':{'tools':{}},"
                        + "'serverInfo':{'name':'stoppable','version':'1'}}");
            case "tools/list":
                ObjectNode list = Json.object();
                list.putArray("tools").add(Tools.definition("order")).add(Tools.definition("slow"));
                return list;
            case "tools/call":
                return run(message.at("/params/name").asText());
            default:
                return Json.object();
        }
    }

    private ObjectNode run(String tool) {
        int run = runs.computeIfAbsent(tool, name -> new AtomicInteger()).incrementAndGet();
        if (tool.equals("slow")) {
            try {
                closed.await(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        return Tools.text("run " + run);
    }
}
