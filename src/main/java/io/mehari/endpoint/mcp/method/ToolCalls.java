package io.mehari.endpoint.mcp.method;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.catalog.AggregatedNames;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.offer.Entry;
import io.mehari.endpoint.mcp.offer.ReservedMeta;
import io.mehari.endpoint.mcp.offer.ViewOffers;
import io.mehari.text.NearestNames;
import io.mehari.upstream.ForwardedHeaders;
import io.mehari.upstream.Offer.Kind;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** Runs {@code tools/call}: finds the tool that a name means in a view, and sends the call into the pipeline. Thread-safe. */
public final class ToolCalls {
    private final ToolCatalog catalog;
    private final ViewOffers offers;
    private final AwayServers away;
    private final ForwardedHeaders forwarded;
    private final BiFunction<ToolCall, CallControl, CompletableFuture<ToolCallResult>> pipeline;

    /**
     * Calls of tools.
     *
     * @param catalog all tools
     * @param offers which of them a view shows
     * @param away finds servers whose tools may not be known yet
     * @param forwarded finds headers that go on
     * @param pipeline runs calls, and never ends exceptionally
     */
    public ToolCalls(
            ToolCatalog catalog,
            ViewOffers offers,
            AwayServers away,
            ForwardedHeaders forwarded,
            BiFunction<ToolCall, CallControl, CompletableFuture<ToolCallResult>> pipeline) {
        this.catalog = catalog;
        this.offers = offers;
        this.away = away;
        this.forwarded = forwarded;
        this.pipeline = pipeline;
    }

    /** Where a name leads. */
    private record Target(String server, String tool, boolean mayBeUnlisted) {}

    /**
     * Runs one call.
     *
     * @param call with {@code name} and {@code arguments}
     * @return ends with the result; exceptionally with a {@link McpErrorException}
     * @throws McpErrorException -32602 for params that are not valid, and for a tool that the view does not have
     */
    CompletableFuture<ObjectNode> run(McpCall call) {
        Target target = target(call, Params.text(call.params(), "name", "params.name"));
        ObjectNode arguments = Params.object(call.params(), "arguments");
        ObjectNode meta = ReservedMeta.goingOn(call.params()).get("_meta") instanceof ObjectNode given ? given : null;
        CallContext context = contextOf(call, target.server(), meta);
        ToolCall toolCall = new ToolCall(
                target.server(), target.tool(), arguments, context, Optional.empty(), meta, target.mayBeUnlisted());
        return pipeline.apply(toolCall, call.control()).thenApply(result -> ToolResults.of(result, context));
    }

    private CallContext contextOf(McpCall call, String server, ObjectNode meta) {
        if (call.request() == null) {
            return call.context();
        }
        CallContext context =
                forwarded.onto(call.context(), server, call.request().headers());
        return context.origin() == null
                ? context
                : context.from(context.origin().in(meta, call.id()));
    }

    /**
     * The tool of a name.
     *
     * @param view in which it is looked for
     * @param name as clients of the view have it
     * @return empty if the view lists no such tool
     */
    Optional<Tool> find(McpView view, String name) {
        return offers.of(view).find(Kind.TOOLS, name).flatMap(entry -> catalog.find(entry.server(), entry.name()));
    }

    private Target target(McpCall call, String name) {
        McpView view = call.view();
        if (view.isServer()) {
            return new Target(view.name(), name, true);
        }
        Optional<Entry> entry = offers.of(view).find(Kind.TOOLS, name);
        if (entry.isPresent()) {
            return new Target(entry.get().server(), entry.get().name(), false);
        }
        boolean ownConnection =
                view.kind() == McpView.Kind.ALL && call.control().client().isAsked();
        return (ownConnection ? away.any(name) : away.of(view, name))
                .map(server -> new Target(server, AggregatedNames.nameOf(name), ownConnection))
                .orElseThrow(() -> unknown(view, name));
    }

    private McpErrorException unknown(McpView view, String name) {
        List<String> nearest = NearestNames.of(
                name,
                offers.of(view).list(Kind.TOOLS).stream().map(Entry::shown).toList());
        return McpErrorException.invalidParams("There is no tool named " + NearestNames.quoted(name)
                + (nearest.isEmpty()
                        ? "; tools/list has all names"
                        : "; did you mean " + String.join(", ", nearest) + "?"));
    }
}
