package io.mehari.upstream.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A streamable HTTP server on raw sockets that behaves well until its test says otherwise: {@link #onCall} answers
 * each {@code tools/call}, {@link #onGet} each GET. Counts how often the tool ran.
 */
final class FaultyHttpServer implements AutoCloseable {
    final AtomicInteger executed = new AtomicInteger();
    final AtomicInteger initialized = new AtomicInteger();
    final List<Request> requests = new CopyOnWriteArrayList<>();
    final Set<String> sessions = ConcurrentHashMap.newKeySet();
    final CountDownLatch release = new CountDownLatch(1);
    volatile Answer onCall = (request, out) -> result(request, out, "ok");
    volatile Answer onGet = (request, out) -> status(out, "405 Method Not Allowed", "", "");
    volatile Answer onInitialize = this::initialize;
    volatile Answer onPing = (request, out) -> result(request, out, "pong");
    volatile String version = "2025-11-25";
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final int port;
    private volatile ServerSocket listening;

    /** What is written for one request; an exception closes the connection. */
    interface Answer {
        void write(Request request, OutputStream out) throws Exception;
    }

    /** One request as it came; headers by lower-case name. */
    record Request(String method, String path, Map<String, String> headers, ObjectNode message, Socket socket) {
        long id() {
            return message.path("id").asLong();
        }

        String rpc() {
            return message == null ? "" : message.path("method").asText();
        }

        String header(String name) {
            return headers.get(name);
        }
    }

    FaultyHttpServer() throws IOException {
        listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
        port = listening.getLocalPort();
        thread(this::accept);
    }

    String url() {
        return "http://127.0.0.1:" + port + "/mcp";
    }

    int port() {
        return port;
    }

    /** Stops listening and closes every connection, as a killed server does. */
    void down() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }

    /** Listens again, without the sessions it had. */
    void up() throws IOException {
        sessions.clear();
        listening = new ServerSocket(port, 100, InetAddress.getLoopbackAddress());
        thread(this::accept);
    }

    List<Request> calls() {
        return requests.stream()
                .filter(request -> request.rpc().equals("tools/call"))
                .toList();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = listening.accept();
                open.add(socket);
                thread(() -> serve(socket));
            }
        } catch (IOException e) {
            // Stopped listening
        }
    }

    private static void thread(Runnable work) {
        Thread thread = new Thread(work, "faulty-http");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            for (Request request = read(in, socket); request != null; request = read(in, socket)) {
                requests.add(request);
                answer(request, socket.getOutputStream());
                socket.getOutputStream().flush();
            }
        } catch (Exception e) { // the fault a test asked for
            reset(socket);
        } finally {
            open.remove(socket);
        }
    }

    private static void reset(Socket socket) {
        try {
            if (!socket.isClosed()) {
                socket.setSoLinger(true, 0);
            }
        } catch (SocketException e) {
            // Closed meanwhile
        }
    }

    private void answer(Request request, OutputStream out) throws Exception {
        if (request.method().equals("DELETE")) {
            sessions.remove(String.valueOf(request.header("mcp-session-id")));
            status(out, "200 OK", "", "");
        } else if (request.rpc().equals("initialize")) {
            onInitialize.write(request, out);
        } else if (!sessions.contains(String.valueOf(request.header("mcp-session-id")))) {
            status(out, "404 Not Found", "", "no such session");
        } else if (request.method().equals("GET")) {
            onGet.write(request, out);
        } else {
            message(request, out);
        }
    }

    private void message(Request request, OutputStream out) throws Exception {
        switch (request.rpc()) {
            case "tools/list" ->
                json(
                        out,
                        "{\"jsonrpc\":\"2.0\",\"id\":" + request.id()
                                + ",\"result\":{\"tools\":[{\"name\":\"run\",\"inputSchema\":{\"type\":\"object\"}}]}}");
            case "tools/call" -> onCall.write(request, out);
            case "ping" -> onPing.write(request, out);
            default -> status(out, "202 Accepted", "", "");
        }
    }

    private void initialize(Request request, OutputStream out) throws IOException {
        String session = "s" + initialized.incrementAndGet();
        sessions.add(session);
        String body = "{\"jsonrpc\":\"2.0\",\"id\":" + request.id() + ",\"result\":{\"protocolVersion\":\"" + version
                + "\",\"capabilities\":{},\"serverInfo\":{\"name\":\"faulty\",\"version\":\"1\"}}}";
        status(out, "200 OK", "Content-Type: application/json\r\nMcp-Session-Id: " + session + "\r\n", body);
    }

    /** Runs the tool and answers by JSON. */
    void result(Request request, OutputStream out, String text) throws IOException {
        executed.incrementAndGet();
        json(out, answerTo(request.id(), text));
    }

    static String answerTo(long id, String text) {
        ObjectNode result = Json.object();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return Json.text(JsonRpcMessage.response(Json.MAPPER.getNodeFactory().numberNode(id), result));
    }

    static void json(OutputStream out, String body) throws IOException {
        status(out, "200 OK", "Content-Type: application/json\r\n", body);
    }

    static void status(OutputStream out, String status, String headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        raw(out, "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + bytes.length + "\r\n\r\n" + body);
    }

    /** Begins an event stream that ends with its connection. */
    static void stream(OutputStream out) throws IOException {
        raw(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
    }

    static void raw(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private static Request read(InputStream in, Socket socket) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(java.util.Locale.ROOT),
                    line.substring(colon + 1).trim());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        ObjectNode message = body.length == 0 ? Json.object() : (ObjectNode) Json.read(body);
        String[] parts = first.split(" ", -1);
        return new Request(parts[0], parts[1], headers, message, socket);
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                return null;
            }
            line.write(next);
        }
        return line.toString(StandardCharsets.UTF_8).stripTrailing();
    }

    @Override
    public void close() throws IOException {
        release.countDown();
        down();
    }
}
