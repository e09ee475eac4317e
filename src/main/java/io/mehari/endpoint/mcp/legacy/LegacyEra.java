package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.http.target.RootPath;
import io.mehari.endpoint.mcp.message.JsonRpcResponses;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpExchange;
import io.mehari.endpoint.mcp.message.McpHandler;
import io.mehari.heartbeat.ClientSessions;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.GaugeSource;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import io.mehari.protocol.McpProtocolVersion;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.Timer;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * Serves clients of the legacy era by streamable HTTP (MCP 2025-03-26 to 2025-11-25, transports) and, through {@link
 * #sse}, by HTTP+SSE (2024-11-05). Safe for concurrent use.
 */
public final class LegacyEra implements McpHandler, AutoCloseable {
    private static final String SESSION_ID = "mcp-session-id";
    private static final String VERSION = "mcp-protocol-version";

    private final Sessions sessions;
    private final SessionServices services;
    private final LegacyMethods methods;
    private final Posts posts;
    private final Streams streams;

    /**
     * The era without any session.
     *
     * @param settings bounds
     * @param services what sessions need of the rest of the gateway
     * @param timer ends what nobody uses; its tasks never block
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     * @param owner name of this instance in ids of sessions; empty for none
     */
    public LegacyEra(
            SessionSettings settings, SessionServices services, Timer timer, LongSupplier nanoTime, String owner) {
        this.sessions = new Sessions(settings, services, timer, nanoTime, owner);
        this.services = services;
        this.methods = new LegacyMethods(services);
        this.posts = new Posts(methods, timer);
        this.streams = new Streams();
    }

    /**
     * The instance that has the session which a request names.
     *
     * @param request of any transport of the era
     * @return name of the instance; null if the request names no session, or one without an owner in its id
     */
    public static String ownerOf(Request request) {
        String id = request.header(SESSION_ID);
        if (id == null && request.target().startsWith("/messages")) {
            id = RequestTarget.parse(request.target())
                    .parameter(SseTransport.SESSION)
                    .orElse(null);
        }
        int mark = id == null ? -1 : id.lastIndexOf(Sessions.OWNER_MARK);
        return mark < 0 ? null : id.substring(mark + 1);
    }

    /**
     * The same sessions and methods over HTTP+SSE.
     *
     * @param root path at which a proxy shows the gateway
     * @return serves {@code /sse} and {@code /messages}
     */
    public McpHandler sse(RootPath root) {
        return new SseTransport(sessions, services, methods, root);
    }

    /**
     * What is told of sessions in metrics.
     *
     * @return never null
     */
    public GaugeSource metrics() {
        return samples -> {
            samples.add(GatewayMetric.MCP_SESSIONS, sessions.size());
            samples.add(GatewayMetric.MCP_STREAMS, sessions.streams(), "legacy");
        };
    }

    /**
     * The sessions, as heartbeats see them.
     *
     * @return finds those that are open
     */
    public ClientSessions heartbeats() {
        return () -> sessions.all().stream()
                .map(session -> new SessionHeart(session, sessions::end))
                .toList();
    }

    @Override
    public CompletableFuture<Response> handle(McpExchange exchange) {
        HttpMethod method = exchange.request().method();
        if (method.equals(HttpMethod.POST)) {
            return post(exchange);
        }
        if (method.equals(HttpMethod.DELETE)) {
            sessions.end(session(exchange));
            return CompletableFuture.completedFuture(Response.empty(HttpResponseStatus.OK, Map.of()));
        }
        return streams.open(session(exchange), exchange.request());
    }

    private CompletableFuture<Response> post(McpExchange exchange) {
        if (exchange.body() instanceof ArrayNode batch) {
            return posts.batch(session(exchange), batch, exchange);
        }
        JsonRpcMessage message = JsonRpcMessage.of((ObjectNode) exchange.body());
        if (message.kind() == JsonRpcMessage.Kind.REQUEST && message.method().equals(McpMethod.INITIALIZE)) {
            return CompletableFuture.completedFuture(initialize(message, exchange));
        }
        return posts.one(session(exchange), message, exchange);
    }

    private Response initialize(JsonRpcMessage message, McpExchange exchange) {
        Handshake.check(message);
        Session session = sessions.begin(exchange, true);
        ObjectNode result = Handshake.agree(session, message, services.about().apply(exchange.view()));
        return JsonRpcResponses.result(message.id(), result).with(Map.of(SESSION_ID, session.id()));
    }

    private Session session(McpExchange exchange) {
        String id = exchange.request().header(SESSION_ID);
        if (id == null) {
            throw McpErrorException.badRequest(
                    ErrorCode.INVALID_REQUEST,
                    "The header Mcp-Session-Id is missing: begin with initialize, and send the id that its response has"
                            + " with every request; clients of version 2026-07-28 send _meta with"
                            + " io.modelcontextprotocol/protocolVersion instead",
                    null);
        }
        Session session = sessions.find(id)
                .filter(found ->
                        found.isResumable() && found.isOf(exchange.context().caller(), exchange.view()))
                .orElseThrow(Session::unknown);
        String version = exchange.request().header(VERSION);
        if (version != null && McpProtocolVersion.stateful(version.strip()).isEmpty()) {
            throw McpErrorException.badRequest(
                    ErrorCode.INVALID_REQUEST,
                    "The header MCP-Protocol-Version names no version of a session; the session has "
                            + session.negotiated().version(),
                    null);
        }
        return session;
    }

    /** The gateway is stopping: streams that never end by themselves end, so that calls in flight are all it waits for. */
    public void drain() {
        sessions.drain();
    }

    /** Bytes that events take which are kept for clients of all sessions, about. */
    long keptBytes() {
        return sessions.keptBytes();
    }

    /** Ends all sessions. */
    @Override
    public void close() {
        sessions.close();
    }
}
