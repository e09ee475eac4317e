package io.mehari.endpoint.live;

import io.mehari.call.Caller;
import io.mehari.call.Scope;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.component.websocket.SocketEvents;
import io.mehari.component.websocket.SocketHub;
import io.mehari.endpoint.command.LiveAccess;
import io.mehari.endpoint.http.InsideRequest;
import io.mehari.security.AccessDecision;
import io.mehari.security.AccessDecision.Denied;
import io.mehari.security.AccessDecision.Granted;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Decides by the head of a request whether it may go on, and where to: to a WebSocket, to the stream of events, to a file. Safe
 * for concurrent use.
 */
final class LiveHandler extends Handler.Wrapper {
    /** Attribute of a request that becomes a WebSocket: who opens it. */
    static final String CALLER = "io.mehari.caller";

    private static final String EVENTS = "/events";

    private final LiveAccess access;
    private final SocketHub hub;
    private final EventStreams streams;
    private final StaticFiles files;
    private final IntSupplier room;

    /**
     * A handler in front of the one that upgrades connections.
     *
     * @param access who is let in
     * @param hub which paths there are
     * @param streams streams of events
     * @param files the dashboard
     * @param room how many more connections may be opened
     */
    LiveHandler(LiveAccess access, SocketHub hub, EventStreams streams, StaticFiles files, IntSupplier room) {
        this.access = access;
        this.hub = hub;
        this.streams = streams;
        this.files = files;
        this.room = room;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        io.mehari.endpoint.http.Request head = head(request);
        Optional<Rejected> foreign = access.foreign(head);
        if (foreign.isPresent()) {
            return Answers.refuse(
                    response, callback, 403, "forbidden", foreign.get().message());
        }
        String path = Request.getPathInContext(request);
        if ("websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE))) {
            return upgrade(request, response, callback, path, access.caller(head));
        }
        if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
            response.getHeaders().put(HttpHeader.ALLOW, "GET, HEAD");
            return Answers.refuse(
                    response, callback, 405, "method_not_allowed", "Nothing here takes " + request.getMethod());
        }
        if (path.equals(EVENTS) && request.getMethod().equals("GET")) {
            return room.getAsInt() <= 0
                    ? full(response, callback)
                    : streams.open(request, response, callback, access.caller(head));
        }
        return access.document(head) instanceof Denied denied
                ? Answers.refuse(response, callback, denied)
                : files.serve(request, response, callback, path);
    }

    private boolean upgrade(Request request, Response response, Callback callback, String path, AccessDecision decision)
            throws Exception {
        if (!hub.serves(path)) {
            return Answers.refuse(
                    response,
                    callback,
                    404,
                    "path_not_found",
                    "There is no WebSocket at " + path
                            + "; commands are at /ws, and routes from websocket-jetty: add paths");
        }
        if (room.getAsInt() <= 0) {
            return full(response, callback);
        }
        Optional<Scope> needed = hub.listener(path).map(SocketEvents::scope).orElse(Optional.of(Scope.MONITOR));
        if (decision instanceof Denied denied && (needed.isPresent() || !LiveAccess.mayFollow(decision))) {
            return Answers.refuse(response, callback, denied);
        }
        Caller caller = decision instanceof Granted granted ? granted.caller() : Caller.ANONYMOUS;
        if (needed.isPresent() && !caller.has(needed.get())) {
            return lacks(response, callback, caller, needed.get());
        }
        request.setAttribute(CALLER, caller);
        return super.handle(request, response, callback);
    }

    static boolean lacks(Response response, Callback callback, Caller caller, Scope scope) {
        return Answers.refuse(
                response,
                callback,
                403,
                "forbidden",
                caller.name() + " lacks the scope " + scope.name().toLowerCase(Locale.ROOT));
    }

    private static boolean full(Response response, Callback callback) {
        response.getHeaders().put(HttpHeader.RETRY_AFTER, "5");
        return Answers.refuse(
                response,
                callback,
                503,
                "busy",
                "As many connections are open as mehari.live.max-connections allows: close some, or raise it");
    }

    private static io.mehari.endpoint.http.Request head(Request request) {
        Iterable<Map.Entry<String, String>> headers = request.getHeaders().stream()
                .filter(field -> field.getValue() != null)
                .map(field -> Map.entry(field.getName(), field.getValue()))
                .collect(Collectors.toList());
        return InsideRequest.head(
                request.getHttpURI().getPathQuery(),
                headers,
                request.getConnectionMetaData().getRemoteSocketAddress(),
                request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_1_0);
    }
}
