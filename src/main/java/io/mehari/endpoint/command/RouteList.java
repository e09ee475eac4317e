package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.generation.Generation;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.control.RouteControl;
import io.mehari.control.RouteStatus;
import io.mehari.protocol.Json;
import io.mehari.routes.Generations;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;

/**
 * The routes that serve, of the generation and those that are there once, with their steps and the ways between them, for a
 * picture of them. Safe for concurrent use.
 */
final class RouteList implements Processor {
    private final RunningGeneration running;
    private final Supplier<CamelContext> fixed;
    private final Generations generations;
    private final Supplier<RouteControl> control;

    /**
     * The routes of what serves.
     *
     * @param running their generation
     * @param fixed has the routes that are there once
     * @param generations what was wrong with files
     * @param control how routes are
     */
    RouteList(
            RunningGeneration running,
            Supplier<CamelContext> fixed,
            Generations generations,
            Supplier<RouteControl> control) {
        this.running = running;
        this.fixed = fixed;
        this.generations = generations;
        this.control = control;
    }

    @Override
    public void process(Exchange exchange) {
        Generation generation = running.current()
                .orElseThrow(() -> new IllegalStateException("No generation of route files is running"));
        ObjectNode data = Json.object()
                .put("generation", generation.number())
                .put("fingerprint", generation.fingerprint())
                .put("calls_in_flight", generation.calls());
        generations.problem().ifPresent(problem -> data.put("last_problem", problem));
        ArrayNode warnings = data.putArray("warnings");
        generations.warnings().forEach(warnings::add);
        List<CamelContext> contexts = List.of(generation.context(), fixed.get());
        List<RouteStatus> all = control.get().all();
        data.set("routes", routes(all, contexts));
        addLinks(data, all, contexts);
        exchange.getMessage().setBody(data);
    }

    private static ArrayNode routes(List<RouteStatus> all, List<CamelContext> contexts) {
        ArrayNode routes = Json.MAPPER.createArrayNode();
        for (RouteStatus route : all) {
            ObjectNode told = routes.addObject()
                    .put("id", route.id())
                    .put("folder", route.group())
                    .put("description", route.description())
                    .put("from", route.from())
                    .put("fixed", contexts.get(0).getRoute(route.id()) == null)
                    .put("ingress", route.isIngress());
            RouteCounts.fill(told, route);
            definition(route.id(), contexts)
                    .ifPresent(definition -> told.set("steps", RouteTree.steps(definition.getOutputs())));
        }
        return routes;
    }

    private static void addLinks(ObjectNode data, List<RouteStatus> all, List<CamelContext> contexts) {
        RouteTargets targets = new RouteTargets();
        all.forEach(route -> targets.add(route.id(), route.group(), route.from()));
        RouteLinks links = new RouteLinks(targets);
        all.forEach(route -> definition(route.id(), contexts).ifPresent(links::add));
        ArrayNode configurations = data.putArray("configurations");
        for (CamelContext context : contexts) {
            for (RouteConfigurationDefinition each : ((ModelCamelContext) context).getRouteConfigurationDefinitions()) {
                configurations.add(RouteTree.configuration(each));
                links.add(each);
            }
        }
        data.set("links", RouteTree.links(links.all()));
    }

    private static Optional<RouteDefinition> definition(String id, List<CamelContext> contexts) {
        return contexts.stream()
                .map(context -> ((ModelCamelContext) context).getRouteDefinition(id))
                .filter(definition -> definition != null)
                .findFirst();
    }
}
