package io.mehari.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ProgressListener;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

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

    /**
     * A caller waits for the server: where it pauses between attempts to connect, the next one begins now, at most one a
     * second. Does nothing in any other state.
     */
    default void wanted() {}

    /** Begins to connect, and goes on trying until stopped. Called once. */
    void start();

    /**
     * Where the connection stands right now.
     *
     * @return as {@link UpstreamStatus#state()}, at the cost of reading a field
     */
    UpstreamState state();

    /** What is known about the connection right now. */
    UpstreamStatus status();

    /**
     * What the server offers: the last complete reading of each list, which stays while the server restarts. Tools are
     * known before the upstream is ready; the other lists follow soon after, where the server declares them.
     *
     * @return empty lists for what was never read, or could not be
     */
    Offer offer();

    /** The tool definitions of {@link #offer()}. */
    default List<ObjectNode> tools() {
        return offer().tools();
    }

    /**
     * Sends a request of a caller: {@code tools/call}, {@code resources/read}, {@code prompts/get} and the like. Its
     * future ends with the JSON-RPC {@code result} object, or with a {@link io.mehari.call.ToolCallException} that
     * says whether the request was sent. A request made while the server is joining waits for it, within a bound.
     *
     * @param method name of the MCP request
     * @param params its params, which no one may change until the call has ended: they may be encoded more than once.
     *     Their {@code _meta} is sent as it is, but for a {@code progressToken}, which is the gateway's own
     * @param progress notified of each {@code notifications/progress} of this request, on the connection's reader
     *     thread: must not block
     * @return the request on its way
     */
    UpstreamCall request(String method, ObjectNode params, ProgressListener progress);

    /**
     * Sends a request of a caller with headers of that caller, by the rules of {@link #request(String, ObjectNode,
     * ProgressListener)}. A server that is a process gets none.
     *
     * @param method name of the MCP request
     * @param params its params
     * @param headers go with this request and its repetitions, never with what else the session sends
     * @param progress notified of progress
     * @return the request on its way
     */
    default UpstreamCall request(String method, ObjectNode params, ClientHeaders headers, ProgressListener progress) {
        return request(method, params, progress);
    }

    /**
     * Sends a request of an MCP client, to which the server may turn until the request has ended, by the rules of {@link
     * #request(String, ObjectNode, ClientHeaders, ProgressListener)}. What the server asks on account of it goes to {@link
     * Client#ask}, its log messages to {@link Client#notified}. A server that heeds capabilities asks over a connection
     * that declares them only.
     *
     * @param method name of the MCP request
     * @param params its params
     * @param headers go with this request and its repetitions
     * @param progress notified of progress
     * @param client who may be asked and notified; {@link Client#NONE} for nobody
     * @return the request on its way
     */
    default UpstreamCall request(
            String method, ObjectNode params, ClientHeaders headers, ProgressListener progress, Client client) {
        return headers.isEmpty() ? request(method, params, progress) : request(method, params, headers, progress);
    }

    /**
     * Sends {@code tools/call} without headers of the caller.
     *
     * @param tool the tool's name at the server
     * @param arguments a JSON object, which no one may change until the call has ended
     * @param progress notified of progress
     * @return the call on its way
     */
    default UpstreamCall callTool(String tool, JsonNode arguments, ProgressListener progress) {
        return callTool(tool, arguments, ClientHeaders.NONE, progress);
    }

    /**
     * Sends {@code tools/call}, by the rules of {@link #request}.
     *
     * @param tool the tool's name at the server
     * @param arguments a JSON object, which no one may change until the call has ended: it may be encoded more than once
     * @param headers headers of the caller that go with the call
     * @param progress notified of each {@code notifications/progress} of this call, on the connection's reader thread:
     *     must not block
     * @return the call on its way
     */
    default UpstreamCall callTool(String tool, JsonNode arguments, ClientHeaders headers, ProgressListener progress) {
        return callTool(tool, arguments, headers, progress, Client.NONE);
    }

    /**
     * Sends {@code tools/call} of an MCP client, by the rules of {@link #request(String, ObjectNode, ClientHeaders,
     * ProgressListener, Client)}.
     *
     * @param tool the tool's name at the server
     * @param arguments a JSON object, which no one may change until the call has ended: it may be encoded more than once
     * @param headers headers of the caller that go with the call
     * @param progress notified of progress
     * @param client who may be asked and notified
     * @return the call on its way
     */
    default UpstreamCall callTool(
            String tool, JsonNode arguments, ClientHeaders headers, ProgressListener progress, Client client) {
        ObjectNode params = Json.object().put("name", tool);
        params.set("arguments", arguments);
        if (client != Client.NONE) {
            return request(McpMethod.TOOLS_CALL, params, headers, progress, client);
        }
        return headers.isEmpty()
                ? request(McpMethod.TOOLS_CALL, params, progress)
                : request(McpMethod.TOOLS_CALL, params, headers, progress);
    }

    /**
     * What the server declared in its answer to {@code initialize}.
     *
     * @return to be read only; an empty object until it is known
     */
    default ObjectNode capabilities() {
        return Json.object();
    }

    /**
     * Sends a notification of a client, such as {@code notifications/roots/list_changed}. Dropped while the connection is
     * not ready: what is made then begins with what holds then.
     *
     * @param method of the notification
     * @param params of the notification, not changed afterwards
     */
    default void tell(String method, ObjectNode params) {}

    /**
     * What the server has asked clients and was not answered yet.
     *
     * @return number of questions
     */
    default int openQuestions() {
        return 0;
    }

    /**
     * The connections it consists of. Each has a heartbeat and a health of its own.
     *
     * @return itself alone, where it is one connection; never empty
     */
    default List<Upstream> members() {
        return List.of(this);
    }

    /**
     * How large its pool is, where it is one whose size follows the load.
     *
     * @return empty for every other server
     */
    default Optional<PoolStatus> pool() {
        return Optional.empty();
    }

    /**
     * What the server wrote to its error output at last, where it is a process.
     *
     * @return the last lines, bounded and without secrets; those of all its processes where it has several
     */
    default List<String> lastLines() {
        return members().stream()
                .filter(member -> member != this)
                .flatMap(member -> member.lastLines().stream())
                .toList();
    }

    /**
     * The several ways to one server that was configured with more than one.
     *
     * @return in the order of the configuration; none for a server that is reached in one way
     */
    default List<ReplicaStatus> replicas() {
        return List.of();
    }

    /**
     * Settings of a connection that belongs to one client. Of a server with several replicas those of the one that a
     * new client is to keep to.
     *
     * @return settings of one connection, under the name of the server
     */
    default UpstreamSettings ofOneClient() {
        return settings().single();
    }

    /**
     * Checks that the server is alive ({@code ping}), over the connection there is.
     *
     * @return ends with true when the server has answered, with false if it refuses the question, be it by the
     *     network; exceptionally if it said nothing within the limit for connecting, was lost meanwhile, or is not ready
     */
    CompletableFuture<Boolean> ping();

    /** Ends the connection and everything it owns (processes, threads). Ends when all of it is gone. */
    CompletableFuture<Void> stop();

    /**
     * Ends the connection and makes a new one immediately, whatever the back-off wants; where an attempt is on its way,
     * that is the one. Calls in flight may end within the limit that holds when an upstream is stopped, then they end
     * as they do when a connection is lost; calls made meanwhile wait for the new connection.
     *
     * @return ends when nothing of the old connection is left and the new one is joining; exceptionally with an {@link
     *     IllegalStateException} if the upstream was not started or was stopped
     */
    CompletableFuture<Void> restart();
}
