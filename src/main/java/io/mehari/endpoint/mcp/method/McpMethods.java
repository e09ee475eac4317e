package io.mehari.endpoint.mcp.method;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallTraces;
import io.mehari.catalog.Tool;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.offer.OfferPages;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.McpMethod;
import io.mehari.text.NearestNames;
import io.mehari.upstream.Offer.Kind;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Runs the methods that both eras have, and describes views. Safe for concurrent use. */
public final class McpMethods {
    private final ToolCalls tools;
    private final OfferPages pages;
    private final OfferRequests offers;
    private final ViewDescriptions descriptions;
    private final TracedRequests traced;

    /**
     * Methods over what the gateway offers.
     *
     * @param tools runs tool calls
     * @param pages answers list requests
     * @param offers reads resources, gets prompts, completes
     * @param descriptions says what views can do
     */
    public McpMethods(ToolCalls tools, OfferPages pages, OfferRequests offers, ViewDescriptions descriptions) {
        this(tools, pages, offers, descriptions, null);
    }

    /**
     * Methods over what the gateway offers.
     *
     * @param tools runs tool calls
     * @param pages answers list requests
     * @param offers reads resources, gets prompts, completes
     * @param descriptions says what views can do
     * @param traces makes spans of requests; null while traces are off
     */
    public McpMethods(
            ToolCalls tools, OfferPages pages, OfferRequests offers, ViewDescriptions descriptions, CallTraces traces) {
        this.tools = tools;
        this.pages = pages;
        this.offers = offers;
        this.descriptions = descriptions;
        this.traced = new TracedRequests(traces);
    }

    /**
     * Runs one method.
     *
     * @param call what is asked for
     * @return ends with the {@code result} object of the legacy era, not to be changed; the entries of lists in it can be
     *     written only, since they are encoded already. Exceptionally with an {@link McpErrorException}, of the legacy era
     *     where they differ: -32002 for an unknown resource
     */
    public CompletableFuture<ObjectNode> run(McpCall call) {
        return traced.run(call, this::runNow);
    }

    private CompletableFuture<ObjectNode> runNow(McpCall call) {
        try {
            return switch (call.method()) {
                case McpMethod.TOOLS_LIST -> list(Kind.TOOLS, call);
                case McpMethod.RESOURCES_LIST -> list(Kind.RESOURCES, call);
                case McpMethod.RESOURCE_TEMPLATES_LIST -> list(Kind.RESOURCE_TEMPLATES, call);
                case McpMethod.PROMPTS_LIST -> list(Kind.PROMPTS, call);
                case McpMethod.TOOLS_CALL -> tools.run(call);
                case McpMethod.RESOURCES_READ -> offers.read(call);
                case McpMethod.PROMPTS_GET -> offers.prompt(call);
                case McpMethod.COMPLETION_COMPLETE -> offers.complete(call);
                default ->
                    throw McpErrorException.inBand(
                            ErrorCode.METHOD_NOT_FOUND,
                            "There is no method " + NearestNames.quoted(call.method()),
                            null);
            };
        } catch (McpErrorException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private CompletableFuture<ObjectNode> list(Kind kind, McpCall call) {
        return CompletableFuture.completedFuture(
                pages.page(kind, call.view(), call.params().path("cursor")));
    }

    /**
     * The tool of a name, for checks against the schema that the gateway lists.
     *
     * @param view in which it is looked for
     * @param name as clients of the view have it
     * @return empty if the view lists no such tool
     */
    public Optional<Tool> tool(McpView view, String name) {
        return tools.find(view, name);
    }

    /**
     * What a view can do, as {@code initialize} and {@code server/discover} declare it.
     *
     * @param view which part of the gateway
     * @return a new object, which the caller may change
     */
    public ObjectNode capabilities(McpView view) {
        return descriptions.capabilities(view);
    }

    /**
     * Instructions to models: those of one server as they came, those of several under their names.
     *
     * @param view which part of the gateway
     * @return empty if no server gives any
     */
    public Optional<String> instructions(McpView view) {
        return descriptions.instructions(view);
    }

    /**
     * Who the gateway is, as {@code serverInfo}.
     *
     * @return a new object, which the caller may change
     */
    public ObjectNode serverInfo() {
        return descriptions.serverInfo();
    }
}
