package io.mehari.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What routes offer beside tools: resources, templates of resources and prompts, under the server that each route names,
 * {@code camel} unless it names another. They come and go with their route and its generation. Safe for concurrent use; no
 * method waits.
 */
public interface RouteOffers {
    /**
     * What routes offer at the moment.
     *
     * @return an immutable snapshot by name of the server, in alphabetical order; a server without resources and prompts is
     *     absent. The lists of tools are empty: tools that are routes are in the catalogue of tools. Each definition has the
     *     form that the answers to list requests have (MCP 2025-11-25, {@code Resource}, {@code ResourceTemplate}, {@code
     *     Prompt})
     */
    Map<String, Offer> offers();

    /**
     * Runs the route that is a resource or a prompt.
     *
     * @param server name of the server the route is listed under
     * @param method {@code resources/read} or {@code prompts/get}
     * @param params of the request: {@code uri}, or {@code name} and {@code arguments}; to be read only
     * @param context for whom; tools that the route calls are called for the same caller
     * @param control cancels it, takes its progress, and has the client that what it calls may ask
     * @return ends with the {@code result} object; exceptionally with a {@link io.mehari.call.ToolCallException}, as {@link
     *     Upstream#request} does. What a server would answer with an error is an {@code upstreamError} here too: -32002 with
     *     {@code data.uri} for a resource that no route is, -32602 for an unknown prompt and for bad arguments, -32601 for
     *     any other method, -32603 for a route that failed
     */
    CompletableFuture<ObjectNode> request(
            String server, String method, ObjectNode params, CallContext context, CallControl control);

    /**
     * Adds a listener.
     *
     * @param listener told of changes from now on
     */
    void addListener(Listener listener);

    /** Told when what routes offer has changed. */
    interface Listener {
        /**
         * Lists of a server have changed; {@link RouteOffers#offers()} has the new ones already.
         *
         * @param server name of the server
         * @param kinds what has changed, at least one, never tools. Must not block
         */
        void changed(String server, Set<Offer.Kind> kinds);
    }
}
