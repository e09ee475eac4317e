package io.mehari.endpoint.mcp.modern;

import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.heartbeat.ClientSession;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetAddress;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A listen stream as its heartbeat sees it: its client is asked nothing, and reads, or does not. Safe for concurrent use. */
record ListenHeart(Listen listen) implements ClientSession {
    /** The client chooses the id of its request, and may use it for more than one stream. */
    @Override
    public String key() {
        return "listen-" + listen.request().exchange().context().requestId() + "-" + listen.openedAt();
    }

    @Override
    public About about() {
        Request request = listen.request().exchange().request();
        McpView view = listen.request().exchange().view();
        InetAddress peer = request.peer();
        String agent = request.header("user-agent");
        String id = listen.request().exchange().context().requestId();
        return new About(
                key(),
                id,
                "listen",
                listen.request().envelope().version(),
                peer == null ? "" : peer.getHostAddress(),
                agent == null ? "" : agent,
                view.name().isEmpty() ? "all" : view.name(),
                listen.openedAt());
    }

    /** With the request that opened it; such clients say nothing on a stream. */
    @Override
    public long heardAt() {
        return listen.openedAt();
    }

    @Override
    public boolean isListening() {
        return true;
    }

    @Override
    public int pending() {
        return listen.waiting();
    }

    @Override
    public long stalledNanos() {
        return listen.stalledNanos();
    }

    @Override
    public CompletableFuture<?> ask() {
        return null;
    }

    @Override
    public void end() {
        listen.end(Response.empty(HttpResponseStatus.NO_CONTENT, Map.of()));
    }
}
