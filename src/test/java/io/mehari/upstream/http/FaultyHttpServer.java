package io.mehari.upstream.http;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.support.ListeningSocket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A streamable HTTP server on raw sockets that behaves well until its test says otherwise: {@link #onCall} answers
 * each {@code tools/call}, {@link #onGet} each GET. Counts how often the tool ran, and keeps the argument {@code call}
 * of each run. Other protocols over HTTP give it an answer to every request of their own.
 */
public final class FaultyHttpServer implements AutoCloseable {
    /** Stands among the sessions where requests without one are answered. */
    public static final String NO_SESSION = "null";

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int HOLE_TRIES = 16;
    private static final int HOLE_MILLIS = 250;

    public final AtomicInteger executed = new AtomicInteger();
    private final List<String> ran = new CopyOnWriteArrayList<>();
    public volatile Consumer<String> onRun = ran::add;
    final AtomicInteger initialized = new AtomicInteger();
    public final List<Request> requests = new CopyOnWriteArrayList<>();
    public final Set<String> sessions = ConcurrentHashMap.newKeySet();
    public final CountDownLatch release = new CountDownLatch(1);
    public volatile Answer onCall = (request, out) -> result(request, out, "ok");
    public volatile Answer onGet = (request, out) -> status(out, "405 Method Not Allowed", "", "");
    public volatile Answer onInitialize = this::initialize;
    public volatile Answer onPing = (request, out) -> json(out, answerTo(request.id(), "pong"));
    public volatile Answer onOther = (request, out) -> status(out, "202 Accepted", "", "");
    volatile String version = "2025-11-25";
    volatile String capabilities = "{}";
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final List<Socket> fillers = new CopyOnWriteArrayList<>();
    private final int port;
    private final Answer answers;
    private volatile ServerSocket listening;
    private volatile Thread acceptor;

    /** What is written for one request; an exception closes the connection. */
    public interface Answer {
        void write(Request request, OutputStream out) throws Exception;
    }

    /** One request as it came; headers by lower-case name. */
    public record Request(String method, String path, Map<String, String> headers, ObjectNode message, Socket socket) {
        public long id() {
            return message.path("id").asLong();
        }

        public String rpc() {
            return message == null ? "" : message.path("method").asText();
        }

        public String header(String name) {
            return headers.get(name);
        }
    }

    public FaultyHttpServer() throws IOException {
        this(0);
    }

    /** A streamable HTTP server at a port. */
    public FaultyHttpServer(int port) throws IOException {
        this(port, null);
    }

    /** A server at a port that answers every request in its own way. */
    public FaultyHttpServer(int wanted, Answer answers) throws IOException {
        this.answers = answers == null ? this::answer : answers;
        listening = new ServerSocket(wanted, 100, InetAddress.getLoopbackAddress());
        port = listening.getLocalPort();
        acceptor = thread(this::accept);
    }

    public String url() {
        return "http://127.0.0.1:" + port + "/mcp";
    }

    public int port() {
        return port;
    }

    /** Stops listening and closes every connection, as a killed server does. */
    void down() throws IOException {
        listening.close();
        await("the end of listening").atMost(LIMIT).until(() -> !acceptor.isAlive());
        for (Socket socket : open) {
            socket.close();
        }
    }

    /**
     * Stops listening and ends every connection in order; returns when the clients have seen that, and closed them,
     * too: no request can be written to one any more.
     */
    void leave() throws IOException {
        listening.close();
        await("the end of listening").atMost(LIMIT).until(() -> !acceptor.isAlive());
        for (Socket socket : open) {
            socket.shutdownOutput();
        }
        await("clients that close").atMost(LIMIT).until(open::isEmpty);
    }

    /** From now on connections are neither made nor refused; those that are open stay. */
    void swallowConnects() throws IOException {
        listening.close();
        await("the end of listening").atMost(LIMIT).until(() -> !acceptor.isAlive());
        listening = ListeningSocket.open(port, 1);
        for (int i = 0; i < HOLE_TRIES; i++) {
            Socket filler = new Socket();
            fillers.add(filler);
            try {
                filler.connect(listening.getLocalSocketAddress(), HOLE_MILLIS);
            } catch (SocketTimeoutException e) {
                return;
            }
        }
        throw new IOException("The queue of connections does not fill up");
    }

    /** Takes the connections again that {@link #swallowConnects} left waiting. */
    void acceptAgain() throws IOException {
        for (Socket filler : fillers) {
            filler.close();
        }
        fillers.clear();
        acceptor = thread(this::accept);
    }

    /** Listens again, without the sessions it had. */
    void up() throws IOException {
        sessions.clear();
        listening = ListeningSocket.open(port, 100);
        acceptor = thread(this::accept);
    }

    /** Number of open connections. */
    int open() {
        return open.size();
    }

    /** The argument {@code call} of every run of the tool, in order. */
    public List<String> ran() {
        return ran;
    }

    public List<Request> calls() {
        return requests.stream()
                .filter(request -> request.rpc().equals("tools/call"))
                .toList();
    }

    /** How many connections clients hold at this moment. */
    int connections() {
        return open.size();
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

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "faulty-http");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            for (Request request = read(in, socket); request != null; request = read(in, socket)) {
                requests.add(request);
                answers.write(request, socket.getOutputStream());
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
            case "tools/list" -> json(out, toolsFor(request.id()));
            case "tools/call" -> onCall.write(request, out);
            case "ping" -> onPing.write(request, out);
            default -> onOther.write(request, out);
        }
    }

    void initialize(Request request, OutputStream out) throws IOException {
        String session = "s" + initialized.incrementAndGet();
        sessions.add(session);
        String headers = "Content-Type: application/json\r\nMcp-Session-Id: " + session + "\r\n";
        status(out, "200 OK", headers, identityFor(request.id()));
    }

    /** The answer to {@code initialize}. */
    public String identityFor(long id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"protocolVersion\":\"" + version
                + "\",\"capabilities\":" + capabilities + ",\"serverInfo\":{\"name\":\"faulty\",\"version\":\"1\"}}}";
    }

    /** Runs the tool and answers by JSON. */
    public void result(Request request, OutputStream out, String text) throws IOException {
        run(request);
        json(out, answerTo(request.id(), text));
    }

    /** Runs the tool. */
    public void run(Request request) {
        executed.incrementAndGet();
        onRun.accept(request.message().at("/params/arguments/call").asText());
    }

    /** The answer to {@code tools/list}: one tool, {@code run}. */
    public static String toolsFor(long id) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id
                + ",\"result\":{\"tools\":[{\"name\":\"run\",\"inputSchema\":{\"type\":\"object\"}}]}}";
    }

    /** The answer to a call. */
    public static String answerTo(long id, String text) {
        ObjectNode result = Json.object();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return Json.text(JsonRpcMessage.response(Json.MAPPER.getNodeFactory().numberNode(id), result));
    }

    public static void json(OutputStream out, String body) throws IOException {
        status(out, "200 OK", "Content-Type: application/json\r\n", body);
    }

    public static void status(OutputStream out, String status, String headers, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        raw(out, "HTTP/1.1 " + status + "\r\n" + headers + "Content-Length: " + bytes.length + "\r\n\r\n" + body);
    }

    /** Begins an event stream that ends with its connection. */
    public static void stream(OutputStream out) throws IOException {
        raw(out, "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n");
    }

    public static void raw(OutputStream out, String text) throws IOException {
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
        for (Socket filler : fillers) {
            filler.close();
        }
        down();
    }
}
