package io.mehari.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * An MCP server over streamable HTTP (2025-06-18), inside this process on loopback, that does one thing wrong when it is
 * told to. Safe for concurrent use.
 */
final class FaultyServer implements AutoCloseable {
    private static final long DOWN_MILLIS = 1000;
    private static final String SESSION = "Mcp-Session-Id";
    private static final String JSON = "application/json";

    private final Journal journal;
    private final AtomicReference<Fault> armed = new AtomicReference<>();
    private final AtomicInteger number = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool(this::thread);
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(this::thread);
    private volatile String session = "";
    private volatile String dead = "";
    private volatile HttpServer server;
    private volatile int port;

    FaultyServer(Journal journal) throws IOException {
        this.journal = journal;
        listen();
    }

    /** Its endpoint. */
    String url() {
        return "http://127.0.0.1:" + port + "/mcp";
    }

    /** The next call meets this fault. */
    void arm(Fault fault) {
        if (fault == Fault.DOWN) {
            journal.fault();
            server.stop(0);
            clock.schedule(this::listenAgain, DOWN_MILLIS, TimeUnit.MILLISECONDS);
        } else {
            armed.set(fault);
        }
    }

    @Override
    public void close() {
        end.countDown();
        clock.shutdownNow();
        server.stop(0);
        threads.shutdownNow();
    }

    private void listen() throws IOException {
        HttpServer fresh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        fresh.setExecutor(threads);
        fresh.createContext("/mcp", this::handle);
        port = fresh.getAddress().getPort();
        server = fresh;
        fresh.start();
    }

    private void listenAgain() {
        try {
            listen();
        } catch (IOException e) {
            clock.schedule(this::listenAgain, DOWN_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("POST")) {
                send(exchange, exchange.getRequestMethod().equals("DELETE") ? 200 : 405, JSON, "");
                return;
            }
            JsonNode message = Json.read(exchange.getRequestBody().readAllBytes());
            String method = message.path("method").asText();
            Fault fault = method.equals("tools/call") ? armed.getAndSet(null) : null;
            if (fault == null) {
                answer(exchange, message, method);
            } else {
                journal.fault();
                fail(exchange, fault);
            }
        }
    }

    private void answer(HttpExchange exchange, JsonNode message, String method) throws IOException {
        String of = exchange.getRequestHeaders().getFirst(SESSION);
        journal.saw(word(method));
        if (method.equals("initialize")) {
            session = UUID.randomUUID().toString();
            exchange.getResponseHeaders().set(SESSION, session);
        } else if (of != null && of.equals(dead)) {
            send(exchange, 500, "text/plain", "Internal Server Error");
            return;
        } else if (!session.equals(of)) {
            send(exchange, 404, JSON, "");
            return;
        }
        if (message.has("id")) {
            send(exchange, 200, JSON, Json.text(McpAnswers.to(message)));
        } else {
            send(exchange, 202, JSON, "");
        }
    }

    private void fail(HttpExchange exchange, Fault fault) throws IOException {
        switch (fault) {
            case SERVER_ERROR -> {
                dead = session;
                session = "none";
                send(exchange, 500, "text/plain", "Internal Server Error");
            }
            case SESSION_LOST -> {
                session = "none";
                send(exchange, 404, JSON, "");
            }
            case HANG -> await();
            case GARBAGE -> send(exchange, 200, "text/html", "<html>It works!</html>");
            case RATE_LIMIT -> {
                exchange.getResponseHeaders().set("Retry-After", "1");
                send(exchange, 429, JSON, "");
            }
            default -> throw new IOException("No fault of this server: " + fault);
        }
    }

    private void await() {
        try {
            end.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, String type, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static String word(String method) {
        return switch (method) {
            case "initialize" -> "a new session";
            case "tools/call" -> "the call again";
            case "ping" -> "a ping";
            case "notifications/cancelled" -> "the call cancelled";
            default -> method;
        };
    }

    private Thread thread(Runnable work) {
        Thread thread = new Thread(work, "mehari-demo-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
