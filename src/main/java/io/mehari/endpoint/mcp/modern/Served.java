package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.Tool;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.method.LogLevels;
import io.mehari.endpoint.mcp.method.McpCall;
import io.mehari.endpoint.mcp.method.McpMethods;
import io.mehari.endpoint.mcp.method.OfferChanges;
import io.mehari.endpoint.mcp.method.ResourceWatch;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What is served, whatever the era. Its parts are safe for concurrent use.
 *
 * @param run runs what is asked for, as {@link McpMethods#run} does
 * @param capabilities what a view offers
 * @param instructions what models are told about a view
 * @param serverInfo what the gateway says of itself
 * @param tools finds a tool by its name in a view
 * @param logLevels asks servers for log messages
 * @param changes tells of changed lists
 * @param resources tells of changed resources
 */
public record Served(
        Function<McpCall, CompletableFuture<ObjectNode>> run,
        Function<McpView, ObjectNode> capabilities,
        Function<McpView, Optional<String>> instructions,
        ObjectNode serverInfo,
        BiFunction<McpView, String, Optional<Tool>> tools,
        LogLevels logLevels,
        OfferChanges changes,
        ResourceWatch resources) {

    /**
     * What the gateway serves.
     *
     * @param methods run what is asked for
     * @param logLevels asks servers for log messages
     * @param changes tells of changed lists
     * @param resources tells of changed resources
     * @return never null
     */
    public static Served of(McpMethods methods, LogLevels logLevels, OfferChanges changes, ResourceWatch resources) {
        return new Served(
                methods::run,
                methods::capabilities,
                methods::instructions,
                methods.serverInfo(),
                methods::tool,
                logLevels,
                changes,
                resources);
    }
}
