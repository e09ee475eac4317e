package io.mehari.endpoint.mcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Scope;
import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.method.ListKind;
import io.mehari.endpoint.mcp.method.McpCall;
import io.mehari.endpoint.mcp.modern.ModernEra;
import io.mehari.endpoint.mcp.modern.Served;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.HeaderText;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import io.mehari.security.SecuritySettings;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.support.ManualTimer;
import io.mehari.support.MovableClock;
import io.mehari.text.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** The modern era over real HTTP, with a stand-in for what the gateway serves. Callers are {@code ci} and {@code other}. */
final class ModernGateway implements AutoCloseable {
    static final String VERSION = "2026-07-28";
    private static final String CLAIM = "io.modelcontextprotocol/protocolVersion";
    private static final String CAPABILITIES = "io.modelcontextprotocol/clientCapabilities";

    final ByteBudget budget = new ByteBudget(100_000);
    final ManualTimer timer = new ManualTimer();
    final MovableClock clock = new MovableClock();
    final List<McpCall> calls = new CopyOnWriteArrayList<>();
    final List<Consumer<ListKind>> listeners = new CopyOnWriteArrayList<>();
    final Map<String, Consumer<ObjectNode>> watched = new ConcurrentHashMap<>();
    final ToolCatalog catalog = new ToolCatalog();
    final ModernEra era;
    final McpGateway http;
    volatile Function<McpCall, CompletableFuture<ObjectNode>> run = call -> done(call.params());

    ModernGateway() throws Exception {
        this(McpModernSettings.DEFAULTS);
    }

    ModernGateway(McpModernSettings settings) throws Exception {
        Served served = new Served(
                call -> {
                    calls.add(call);
                    return run.apply(call);
                },
                view -> json("{'tools':{'listChanged':true},'resources':{'subscribe':true,'listChanged':true}}"),
                view -> Optional.of("Use it."),
                json("{'name':'mehari','version':'1.0'}"),
                (view, name) -> catalog.find("files", name),
                (view, level) -> () -> {},
                (view, listener) -> {
                    listeners.add(listener);
                    return () -> listeners.remove(listener);
                },
                this::watch);
        era = new ModernEra(served, settings.modern(true), timer, clock, budget);
        catalog.announce("files");
        SecuritySettings keys = new SecuritySettings(
                false,
                List.of(
                        new ApiKey("ci", Sha256.hexOf("right"), Set.of(Scope.CALL)),
                        new ApiKey("other", Sha256.hexOf("other"), Set.of(Scope.CALL))),
                List.of());
        http = new McpGateway(
                keys,
                catalog,
                exchange -> {
                    throw McpErrorException.badRequest(-32000, "legacy", null);
                },
                era);
    }

    private CompletableFuture<Runnable> watch(McpView view, String uri, Consumer<ObjectNode> listener) {
        if (uri.startsWith("slow:")) {
            return new CompletableFuture<>();
        }
        if (uri.startsWith("none:")) {
            return CompletableFuture.failedFuture(McpErrorException.invalidParams("none"));
        }
        watched.put(uri, listener);
        return CompletableFuture.completedFuture(() -> watched.remove(uri));
    }

    static CompletableFuture<ObjectNode> done(ObjectNode result) {
        return CompletableFuture.completedFuture(result);
    }

    /** JSON with single quotes. */
    static ObjectNode json(String text) {
        try {
            return (ObjectNode) Json.read(text.replace('\'', '"'));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A complete message. */
    static ObjectNode message(JsonNode id, String method, String params, String capabilities) {
        ObjectNode message = Json.object().put("jsonrpc", "2.0");
        message.set("id", id);
        message.put("method", method);
        ObjectNode filled = json(params);
        ObjectNode meta = filled.withObject("_meta");
        meta.put(CLAIM, VERSION);
        meta.set(CAPABILITIES, json(capabilities));
        message.set("params", filled);
        return message;
    }

    /** Headers that agree with a message. */
    static List<String> headers(ObjectNode message) {
        List<String> headers = new ArrayList<>(List.of("MCP-Protocol-Version", VERSION));
        headers.addAll(List.of("Mcp-Method", message.path("method").asText()));
        JsonNode name = message.path("params")
                .path(message.path("method").asText().equals(McpMethod.RESOURCES_READ) ? "uri" : "name");
        if (name.isTextual()) {
            headers.addAll(List.of("Mcp-Name", HeaderText.encode(name.asText())));
        }
        return headers;
    }

    HttpResponse<String> send(ObjectNode message) {
        return sending(message).join();
    }

    CompletableFuture<HttpResponse<String>> sending(ObjectNode message) {
        return sending(message, "right");
    }

    CompletableFuture<HttpResponse<String>> sending(ObjectNode message, String key) {
        return http.sending(request(Json.text(message), headers(message), key));
    }

    HttpRequest.Builder request(String body, List<String> headers, String key) {
        HttpRequest.Builder request = HttpRequest.newBuilder(http.uri("/mcp"))
                .header("content-type", "application/json")
                .header("accept", "application/json, text/event-stream")
                .header("authorization", "Bearer " + key)
                .POST(BodyPublishers.ofString(body));
        return headers.isEmpty() ? request : request.headers(headers.toArray(String[]::new));
    }

    /** The response to a call with an id of its own. */
    HttpResponse<String> call(String method, String params, String capabilities) {
        return send(message(Json.object().numberNode(7), method, params, capabilities));
    }

    @Override
    public void close() {
        era.close();
        http.close();
        timer.stop();
    }
}
