package io.mehari.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** An endpoint of streamable HTTP that answers as a test tells it to. */
final class ScriptedEndpoint implements AutoCloseable {
    private static final byte[] COMMENT = ": still there\n\n".getBytes(StandardCharsets.US_ASCII);

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Script script;
    private final CountDownLatch closed = new CountDownLatch(1);

    /** Every request, as it came. */
    final List<Call> calls = new CopyOnWriteArrayList<>();

    /** Requests whose clients have gone before the response ended. */
    final BlockingQueue<Call> left = new LinkedBlockingQueue<>();

    /** Says what is answered; runs on a thread of its own for each request. */
    interface Script {
        void answer(Call call) throws IOException, InterruptedException;
    }

    ScriptedEndpoint(Script script) throws IOException {
        this.script = script;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            Call call = new Call(exchange, exchange.getRequestBody().readAllBytes(), closed);
            calls.add(call);
            try (exchange) {
                script(call);
            }
        });
        server.start();
    }

    private void script(Call call) throws IOException {
        try {
            script.answer(call);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            left.add(call);
        }
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/mcp");
    }

    Target target() {
        return new Target(url(), Map.of());
    }

    /** Requests with this method of JSON-RPC. */
    List<Call> of(String method) {
        return calls.stream().filter(call -> call.rpcMethod().equals(method)).toList();
    }

    /** Requests by this method of HTTP. */
    List<Call> by(String method) {
        return calls.stream().filter(call -> call.is(method)).toList();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    /** One request. */
    static final class Call {
        private final HttpExchange exchange;
        private final CountDownLatch closed;
        final String body;
        private OutputStream stream;

        Call(HttpExchange exchange, byte[] body, CountDownLatch closed) {
            this.exchange = exchange;
            this.closed = closed;
            this.body = new String(body, StandardCharsets.UTF_8);
        }

        boolean is(String method) {
            return exchange.getRequestMethod().equals(method);
        }

        String header(String name) {
            return exchange.getRequestHeaders().getFirst(name);
        }

        JsonNode message() {
            try {
                return Json.read(body);
            } catch (IOException e) {
                throw new IllegalStateException(body, e);
            }
        }

        String rpcMethod() {
            return message().path("method").asText();
        }

        JsonNode id() {
            return message().path("id");
        }

        Call with(String name, String value) {
            exchange.getResponseHeaders().set(name, value);
            return this;
        }

        void status(int status) throws IOException {
            exchange.sendResponseHeaders(status, -1);
        }

        void json(int status, String text) throws IOException {
            with("Content-Type", "application/json");
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }

        void result(String result) throws IOException {
            json(200, "{\"jsonrpc\":\"2.0\",\"id\":" + id() + ",\"result\":" + result + "}");
        }

        void error(int status, int code, String text) throws IOException {
            json(
                    status,
                    "{\"jsonrpc\":\"2.0\",\"id\":" + id() + ",\"error\":{\"code\":" + code + ",\"message\":\"" + text
                            + "\"}}");
        }

        /** Begins an event stream, or goes on with it. */
        void event(String lines) throws IOException {
            if (stream == null) {
                with("Content-Type", "text/event-stream");
                exchange.sendResponseHeaders(200, 0);
                stream = exchange.getResponseBody();
            }
            stream.write((lines + "\n\n").getBytes(StandardCharsets.UTF_8));
            stream.flush();
        }

        void message(String json) throws IOException {
            event("data: " + json);
        }

        /** Keeps the stream open until the client goes. */
        void hold() throws IOException, InterruptedException {
            event(": open");
            while (closed.getCount() > 0) {
                stream.write(COMMENT);
                stream.flush();
                closed.await(5, TimeUnit.MILLISECONDS); // between two looks at the connection
            }
        }
    }
}
