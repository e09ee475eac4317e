package io.mehari.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.catalog.ToolRoutes;
import io.mehari.component.aioffer.OfferRegistry;
import io.mehari.component.aioffer.OfferedRoute;
import io.mehari.component.aioffer.PromptExchange;
import io.mehari.component.generation.Generation;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import io.mehari.upstream.Offer;
import io.mehari.upstream.RouteOffers;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;

/**
 * Resources and prompts of the generation that serves: lists them, and runs their routes on threads of tools, within the
 * limits of tools that are routes. Safe for concurrent use.
 */
final class CamelOffers implements RouteOffers {
    private final RunningGeneration running;
    private final ToolRoutes settings;
    private final OfferRuns runs;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, Offer> offers = Map.of();

    /**
     * Those of no generation yet.
     *
     * @param running the generation that serves
     * @param settings limits of tools that are routes
     * @param runs runs routes
     */
    CamelOffers(RunningGeneration running, ToolRoutes settings, OfferRuns runs) {
        this.running = running;
        this.settings = settings;
        this.runs = runs;
        running.addListener(this::publish);
    }

    @Override
    public Map<String, Offer> offers() {
        return offers;
    }

    @Override
    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    /** Generations follow one another on one thread. */
    private void publish() {
        Map<String, Offer> before = offers;
        Map<String, Offer> now = OfferLists.of(running.current()
                .map(Generation::context)
                .map(context -> OfferRegistry.of(context).all())
                .orElse(List.of()));
        offers = now;
        Set<String> servers = new TreeSet<>(before.keySet());
        servers.addAll(now.keySet());
        for (String server : servers) {
            Offer old = before.getOrDefault(server, Offer.NONE);
            Offer next = now.getOrDefault(server, Offer.NONE);
            Set<Offer.Kind> changed = EnumSet.allOf(Offer.Kind.class);
            changed.removeIf(kind -> old.list(kind).equals(next.list(kind)));
            if (!changed.isEmpty()) {
                listeners.forEach(listener -> listener.changed(server, changed));
            }
        }
    }

    @Override
    public CompletableFuture<ObjectNode> request(
            String server, String method, ObjectNode params, CallContext context, CallControl control) {
        try {
            return running.run(camel -> switch (method) {
                case McpMethod.RESOURCES_READ -> read(camel, server, params, context, control);
                case McpMethod.PROMPTS_GET -> get(camel, server, params, context, control);
                default ->
                    failed(OfferFailures.error(
                            server, ErrorCode.METHOD_NOT_FOUND, "Routes do not answer to " + method));
            });
        } catch (IllegalStateException e) {
            return failed(OfferFailures.error(server, ErrorCode.INTERNAL_ERROR, String.valueOf(e.getMessage())));
        }
    }

    private CompletableFuture<ObjectNode> read(
            CamelContext camel, String server, ObjectNode params, CallContext context, CallControl control) {
        if (!params.path("uri").isTextual()) {
            return failed(OfferFailures.error(server, ErrorCode.INVALID_PARAMS, "uri is missing, or no text"));
        }
        String uri = params.path("uri").textValue();
        Optional<OfferedRoute> resource = OfferRegistry.of(camel).resource(server, uri);
        return resource.isEmpty()
                ? failed(OfferFailures.noSuchResource(server, uri))
                : start(camel, resource.get(), Json.object().put("uri", uri), context, control);
    }

    private CompletableFuture<ObjectNode> get(
            CamelContext camel, String server, ObjectNode params, CallContext context, CallControl control) {
        String name = params.path("name").asText();
        Optional<OfferedRoute> prompt = OfferRegistry.of(camel).prompt(server, name);
        if (prompt.isEmpty()) {
            return failed(OfferFailures.error(
                    server, ErrorCode.INVALID_PARAMS, "There is no prompt " + name + "; list the prompts again"));
        }
        ObjectNode arguments = params.get("arguments") instanceof ObjectNode given ? given : Json.object();
        List<String> problems = PromptExchange.problems(prompt.get(), arguments);
        return problems.isEmpty()
                ? start(camel, prompt.get(), arguments, context, control)
                : failed(OfferFailures.error(
                        server, ErrorCode.INVALID_PARAMS, "Prompt " + name + ": " + String.join("; ", problems)));
    }

    private CompletableFuture<ObjectNode> start(
            CamelContext camel, OfferedRoute route, ObjectNode arguments, CallContext context, CallControl control) {
        ToolCall request = new ToolCall(route.server(), route.title(), arguments, context);
        return runs.start(
                camel, new OfferWork(request, route), settings.limits().calls(), control);
    }

    private static CompletableFuture<ObjectNode> failed(ToolCallException failure) {
        return CompletableFuture.failedFuture(failure);
    }
}
