package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.http.target.RootPath;
import io.mehari.endpoint.mcp.McpGateway;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpExchange;
import io.mehari.endpoint.mcp.message.McpHandler;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.method.ListKind;
import io.mehari.endpoint.mcp.method.McpCall;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.security.SecuritySettings;
import io.mehari.support.ManualTimer;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** The legacy era behind the shipped ingress routes; what its sessions need of the rest of the gateway is this class. */
final class LegacyGateway implements AutoCloseable {
    static final String INITIALIZE = "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":\"initialize\",\"params\":{"
            + "\"protocolVersion\":\"%s\",\"capabilities\":%s,\"clientInfo\":{\"name\":\"test\",\"version\":\"1\"}}}";
    static final String ALL =
            "{\"elicitation\":{\"form\":{},\"url\":{}},\"sampling\":{\"tools\":{}},\"roots\":{\"listChanged\":true}}";

    /** Calls that a test ends, by the name of their tool. */
    final Map<String, McpCall> calls = new ConcurrentHashMap<>();

    final Map<String, CompletableFuture<ObjectNode>> results = new ConcurrentHashMap<>();
    final List<Consumer<ListKind>> listeners = new CopyOnWriteArrayList<>();
    final Map<String, Consumer<ObjectNode>> watched = new ConcurrentHashMap<>();
    final List<String> levels = new CopyOnWriteArrayList<>();
    final List<Consumer<ObjectNode>> logs = new CopyOnWriteArrayList<>();
    final List<String> rootsChanged = new CopyOnWriteArrayList<>();
    final List<String> ended = new CopyOnWriteArrayList<>();
    final LegacyEra era;
    final ManualTimer timer = new ManualTimer();
    private final McpGateway gateway;

    LegacyGateway() throws Exception {
        this(SessionSettings.DEFAULTS, McpGateway.OPEN, RootPath.NONE);
    }

    LegacyGateway(SessionSettings settings, SecuritySettings security, RootPath root) throws Exception {
        SessionServices services = new SessionServices(
                this::run,
                view -> {
                    ObjectNode about = Json.object();
                    about.putObject("capabilities").putObject("tools");
                    about.putObject("serverInfo").put("name", "mehari");
                    return about;
                },
                this::listen,
                this::watch,
                (view, level) -> {
                    levels.add(level);
                    return () -> levels.remove(level);
                },
                (view, client, listener) -> {
                    logs.add(listener);
                    return () -> logs.remove(listener);
                },
                (key, params) -> rootsChanged.add(key),
                ended::add);
        era = new LegacyEra(settings, services, timer, timer::nanoTime, "");
        McpHandler sse = era.sse(root);
        ToolCatalog catalog = new ToolCatalog();
        catalog.announce("one");
        gateway = new McpGateway(security, catalog, exchange -> isStreamable(exchange) ? era : sse);
    }

    private static boolean isStreamable(McpExchange exchange) {
        return RequestTarget.parse(exchange.request().target())
                .segments()
                .get(0)
                .equals("mcp");
    }

    private CompletableFuture<ObjectNode> run(McpCall call) {
        String tool = call.params().path("name").asText();
        if (!call.method().equals("tools/call")) {
            return CompletableFuture.failedFuture(
                    McpErrorException.inBand(ErrorCode.METHOD_NOT_FOUND, "There is no method " + call.method(), null));
        }
        if (tool.equals("echo")) {
            return CompletableFuture.completedFuture(
                    text(call.params().path("arguments").path("text").asText()));
        }
        CompletableFuture<ObjectNode> result = results.computeIfAbsent(tool, name -> new CompletableFuture<>());
        calls.put(tool, call);
        return result;
    }

    private Runnable listen(McpView view, Consumer<ListKind> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private CompletableFuture<Runnable> watch(McpView view, String uri, Consumer<ObjectNode> listener) {
        if (uri.startsWith("bad:")) {
            return CompletableFuture.failedFuture(
                    McpErrorException.inBand(ErrorCode.RESOURCE_NOT_FOUND, "There is no resource " + uri, null));
        }
        watched.put(uri, listener);
        return CompletableFuture.completedFuture(() -> watched.remove(uri));
    }

    static ObjectNode text(String text) {
        ObjectNode result = Json.object();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result;
    }

    /** Begins a session and gives its id. */
    String begin(String version) {
        return begin("/mcp", version);
    }

    String begin(String path, String version, String... headers) {
        return gateway.post(path, INITIALIZE.formatted(version, ALL), headers)
                .headers()
                .firstValue("mcp-session-id")
                .orElseThrow();
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return gateway.post(path, body, headers);
    }

    /** Posts to a session. */
    HttpResponse<String> in(String session, String body) {
        return gateway.post("/mcp", body, "mcp-session-id", session);
    }

    HttpResponse<String> send(String method, String path, String... headers) {
        return gateway.send(method, path, headers);
    }

    static JsonNode json(HttpResponse<String> response) {
        return McpGateway.json(response);
    }

    static String call(Object id, String tool) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"tools/call\",\"params\":{\"name\":\"" + tool
                + "\",\"arguments\":{\"text\":\"hello\"},\"_meta\":{\"progressToken\":\"t-" + tool + "\"}}}";
    }

    /** A stream of events, from a GET or a POST with a body. */
    SseReader open(String method, String path, String body, String... headers) throws IOException {
        return SseReader.open(new Socket("127.0.0.1", gateway.port()), method, path, body, headers);
    }

    SseReader listen(String session, String... more) throws IOException {
        String[] headers = new String[more.length + 2];
        headers[0] = "mcp-session-id";
        headers[1] = session;
        System.arraycopy(more, 0, headers, 2, more.length);
        return open("GET", "/mcp", "", headers);
    }

    SseReader calling(String session, String body) throws IOException {
        return open("POST", "/mcp", body, "mcp-session-id", session);
    }

    int port() {
        return gateway.port();
    }

    @Override
    public void close() {
        era.close();
        gateway.close();
    }
}
