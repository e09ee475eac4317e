package io.mehari.bench;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** One stream of each kind, held open while a gateway changes: HTTP+SSE, GET in a session, {@code subscriptions/listen}. */
final class HeldStreams implements AutoCloseable {
    private static final String TOOLS_CHANGED = "notifications/tools/list_changed";
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"method\":\"ping\"}";

    private final URI base;
    private final HeldStream sse;
    private final HeldStream session;
    private final HeldStream listen;
    private final String messages;

    /** Opens all. */
    HeldStreams(Gateway gateway) throws IOException, InterruptedException {
        McpCalls endpoint = gateway.mcp("");
        this.base = endpoint.uri();
        HttpCall get = new HttpCall(base, "", "").with("Accept", "text/event-stream");
        this.sse = new HeldStream("HTTP+SSE", new HttpCall(base.resolve("/sse"), "", "", get.headers()));
        this.messages = sse.await("data: /messages").substring("data: ".length());
        this.session = new HeldStream(
                "GET in a session",
                get.with("Mcp-Session-Id", endpoint.session().orElseThrow()));
        session.await("200 OK");
        this.listen = new HeldStream("subscriptions/listen", endpoint.listen());
        listen.await("subscriptions/acknowledged");
    }

    /**
     * Waits until those that are told of changed tools have been.
     *
     * @throws IllegalStateException if they are not
     */
    void awaitToolsChanged() throws InterruptedException {
        session.await(TOOLS_CHANGED);
        listen.await(TOOLS_CHANGED);
    }

    /** Those that have ended, or on which no answer comes. */
    List<String> lost() throws InterruptedException {
        String id = "held-" + System.nanoTime();
        String answer = new HttpCall(base.resolve(messages), PING.formatted(id), "").answer();
        boolean answered = answer.startsWith("202 ") && !sse.await(id).isEmpty();
        return Stream.of(
                        answered ? "" : "HTTP+SSE answered " + answer,
                        sse.isOpen() ? "" : "HTTP+SSE was closed",
                        session.isOpen() ? "" : "GET in a session was closed",
                        listen.isOpen() ? "" : "subscriptions/listen was closed")
                .filter(text -> !text.isEmpty())
                .toList();
    }

    @Override
    public void close() throws IOException {
        sse.close();
        session.close();
        listen.close();
    }
}
