package io.mehari.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One configured MCP server and the connection to it, kept alive until {@link #stop()}.
 *
 * <p>Safe for concurrent use. No method waits: everything that takes time answers by a future.
 */
public interface Upstream {
    /** Name of the server in the configuration. */
    String name();

    /** The settings this connection was made from. */
    UpstreamSettings settings();

    /** Begins to connect, and goes on trying until stopped. Called once. */
    void start();

    /** What is known about the connection right now. */
    UpstreamStatus status();

    /**
     * The tool definitions of the last complete {@code tools/list}, as the server gave them; empty before the
     * first one. They stay while the server restarts.
     */
    List<ObjectNode> tools();

    /**
     * Sends {@code tools/call}. The future of the call ends with the JSON-RPC {@code result} object, or with a
     * {@link io.mehari.call.ToolCallException} that says whether the call was sent. A call made while the server
     * is joining waits for it, within a bound.
     *
     * @param tool the tool's name at the server
     * @param arguments a JSON object, which no one may change until the call has ended: it may be encoded more than once
     * @param onProgress told of each {@code notifications/progress} of this call (its {@code params}), on the
     *     connection's reader thread: must not block
     */
    UpstreamCall callTool(String tool, JsonNode arguments, Consumer<ObjectNode> onProgress);

    /**
     * Asks the server for a sign of life ({@code ping}), over the connection there is.
     *
     * @return ends with true when the server has answered, with false if it refuses the question, be it by the
     *     network; exceptionally if it said nothing within the limit for connecting, was lost meanwhile, or is not ready
     */
    CompletableFuture<Boolean> ping();

    /** Ends the connection and everything it owns (processes, threads). Ends when all of it is gone. */
    CompletableFuture<Void> stop();

    /**
     * Ends the connection and makes a new one at once, whatever the back-off wants; where an attempt is on its way,
     * that is the one. Calls in flight may end within the limit that holds when an upstream is stopped, then they end
     * as they do when a connection is lost; calls made meanwhile wait for the new connection.
     *
     * @return ends when nothing of the old connection is left and the new one is joining; exceptionally with an {@link
     *     IllegalStateException} if the upstream was not started or was stopped
     */
    CompletableFuture<Void> restart();
}
