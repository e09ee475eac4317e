package io.mehari.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.bridge.HttpCalls.Reader;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import java.net.http.HttpResponse.ResponseInfo;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * The session of a client of the legacy era at the gateway (MCP 2025-11-25, transports, "session management"). When the gateway
 * knows it no more, as after a restart, a new one is begun with what the client has said of itself, and what it has subscribed to
 * is asked for again: the client has no way to learn that over a pipe. Safe for concurrent use.
 */
final class LegacySession {
    private static final String SESSION = "Mcp-Session-Id";
    private static final String OWN_IDS = "mehari-stdio-";

    private final HttpCalls http;
    private final MessageWriter writer;
    private final Consumer<String> log;
    private final ServerStream stream;
    private final Standing standing = new Standing();
    private ClientMessage initialize;
    private String id;
    private String version;
    private JsonNode capabilities = Json.object();
    private CompletableFuture<Boolean> renewal;
    private int renewals;

    LegacySession(HttpCalls http, MessageWriter writer, BridgeLimits limits, Consumer<String> log) {
        this.http = http;
        this.writer = writer;
        this.log = log;
        this.stream = new ServerStream(http, this, writer, limits, log);
    }

    /** Remembers how the client begins. */
    synchronized void begins(ClientMessage message) {
        initialize = message;
        id = null;
        version = null;
    }

    /** Takes the id of the session from the head of the response to {@code initialize}. */
    synchronized void head(ResponseInfo head) {
        if (head.statusCode() / 100 == 2) {
            id = head.headers().firstValue(SESSION).orElse(null);
        }
    }

    /** Takes the result of {@code initialize}. */
    synchronized void began(JsonNode result) {
        version = result.path("protocolVersion").asText(null);
        capabilities = result.path("capabilities");
    }

    /** The client is ready: from now on the gateway may speak by itself. */
    void ready() {
        stream.open();
    }

    /** Remembers what has to be asked for again in another session. */
    void remember(ClientMessage message) {
        standing.take(message);
    }

    /** What each message of the session carries; empty before it has begun. */
    synchronized Map<String, String> headers() {
        Map<String, String> headers = new LinkedHashMap<>();
        if (id != null) {
            headers.put(SESSION, id);
        }
        if (version != null) {
            headers.put("MCP-Protocol-Version", version);
        }
        return headers;
    }

    synchronized Optional<String> id() {
        return Optional.ofNullable(id);
    }

    /**
     * Begins another session in place of one that the gateway does not know.
     *
     * @param dead id of that one
     * @return whether there is another now
     */
    synchronized CompletableFuture<Boolean> renew(String dead) {
        if (!dead.equals(id)) {
            return renewal == null ? CompletableFuture.completedFuture(id != null) : renewal;
        }
        log.accept("the gateway does not know the session any more: a new one is begun");
        id = null;
        version = null;
        ObjectNode again = ((ObjectNode) initialize.tree()).deepCopy().put("id", OWN_IDS + ++renewals);
        renewal = http.ask(Json.bytes(again), Map.of(), this::head).thenCompose(this::renewed);
        return renewal;
    }

    private CompletableFuture<Boolean> renewed(JsonNode result) {
        if (!result.has("protocolVersion")) {
            log.accept("no new session could be begun");
            return CompletableFuture.completedFuture(false);
        }
        began(result);
        byte[] initialized = Json.bytes(JsonRpcMessage.notification(McpMethod.INITIALIZED));
        return http.post(initialized, headers(), Reader.NONE).end().handle((received, failure) -> {
            standing.messages(OWN_IDS + renewals)
                    .forEach(message -> http.post(Json.bytes(message), headers(), Reader.NONE));
            ready();
            tellChanges();
            return failure == null;
        });
    }

    /** What the client has listed may have changed meanwhile. */
    private void tellChanges() {
        for (String kind : new String[] {"tools", "resources", "prompts"}) {
            if (capabilities.path(kind).path("listChanged").asBoolean()) {
                writer.write(Json.bytes(JsonRpcMessage.notification("notifications/" + kind + "/list_changed")));
            }
        }
    }

    /** Ends it; done when the gateway knows, or cannot be told. */
    CompletableFuture<?> end() {
        stream.close();
        return id().isPresent() ? http.delete(headers()).end() : CompletableFuture.completedFuture(null);
    }
}
