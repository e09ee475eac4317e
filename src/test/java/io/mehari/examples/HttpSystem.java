package io.mehari.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A system behind HTTP on a free loopback port that answers what a test says, 404 elsewhere. Safe for concurrent use. */
final class HttpSystem implements AutoCloseable {
    /** What has been asked, in order. */
    final List<Request> requests = new CopyOnWriteArrayList<>();

    private final Map<String, Reply> replies = new ConcurrentHashMap<>();
    private final HttpServer server;

    /**
     * A request that came.
     *
     * @param line method and address as they were sent
     * @param headers names, upper and lower case alike
     * @param body as text
     */
    record Request(String line, Set<String> headers, String body) {}

    private record Reply(int status, String body) {}

    HttpSystem() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Where it is, without a slash at the end. */
    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What requests for this path get from now on. */
    void reply(String path, int status, String body) {
        replies.put(path, new Reply(status, body));
    }

    private void answer(HttpExchange exchange) throws IOException {
        Set<String> headers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        headers.addAll(exchange.getRequestHeaders().keySet());
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(new Request(exchange.getRequestMethod() + " " + exchange.getRequestURI(), headers, body));
        Reply reply = replies.getOrDefault(exchange.getRequestURI().getPath(), new Reply(404, "no such path"));
        byte[] bytes = reply.body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(reply.status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
