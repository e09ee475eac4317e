package io.mehari.endpoint.mcp.legacy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.method.LogLevels;
import io.mehari.endpoint.mcp.method.LogMessages;
import io.mehari.endpoint.mcp.method.McpCall;
import io.mehari.endpoint.mcp.method.OfferChanges;
import io.mehari.endpoint.mcp.method.ResourceWatch;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What sessions need of the rest of the gateway.
 *
 * @param methods runs the methods that both eras have; ends with the {@code result} object
 * @param about what {@code initialize} says of a view: {@code capabilities}, {@code serverInfo}, {@code instructions}; a new
 *     object each time
 * @param changes tells when lists have changed
 * @param watch tells when resources have changed
 * @param levels asks servers for log messages
 * @param logs has those that belong to no call
 * @param rootsChanged told of a session's {@link io.mehari.call.Client#key()}, and of the params, when the client says that
 *     its roots have changed
 * @param ended told of the {@link io.mehari.call.Client#key()} of each session that has ended
 */
public record SessionServices(
        Function<McpCall, CompletableFuture<ObjectNode>> methods,
        Function<McpView, ObjectNode> about,
        OfferChanges changes,
        ResourceWatch watch,
        LogLevels levels,
        LogMessages logs,
        BiConsumer<String, ObjectNode> rootsChanged,
        Consumer<String> ended) {}
