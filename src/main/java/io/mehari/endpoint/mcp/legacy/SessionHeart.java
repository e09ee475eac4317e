package io.mehari.endpoint.mcp.legacy;

import io.mehari.heartbeat.ClientSession;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A session as its heartbeat sees it. Safe for concurrent use.
 *
 * @param ends ends a session
 */
record SessionHeart(Session session, Consumer<Session> ends) implements ClientSession {
    @Override
    public About about() {
        Session.Origin origin = session.origin();
        return new About(
                session.key(),
                session.id(),
                session.isResumable() ? "streamable-http" : "sse",
                session.negotiated().version().value(),
                origin.ip(),
                origin.userAgent(),
                session.view().name().isEmpty() ? "all" : session.view().name(),
                origin.nanoTime());
    }

    @Override
    public String key() {
        return session.key();
    }

    @Override
    public long heardAt() {
        return session.heardAt();
    }

    @Override
    public boolean isListening() {
        return session.listening().isAttached();
    }

    @Override
    public int pending() {
        return session.questions().size() + session.listening().waiting();
    }

    @Override
    public long stalledNanos() {
        return session.listening().stalledNanos();
    }

    @Override
    public CompletableFuture<?> ask() {
        return session.questions().ask(session.listening(), McpMethod.PING, Json.object());
    }

    @Override
    public void end() {
        ends.accept(session);
    }
}
