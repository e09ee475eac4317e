package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.generation.Generation;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.monitoring.metric.RouteCount;
import io.mehari.monitoring.metric.RouteMeters;
import io.mehari.protocol.Json;
import io.mehari.routes.Generations;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;

/** The routes that serve, with their steps, for a picture of them. Safe for concurrent use. */
final class RouteList implements Processor {
    /** Most steps of a route that are told. */
    private static final int MOST_STEPS = 200;

    private final RunningGeneration running;
    private final Generations generations;
    private final Optional<RouteMeters> meters;

    /**
     * The routes of what serves.
     *
     * @param running their generation
     * @param generations what was wrong with files
     * @param meters empty where routes are not counted
     */
    RouteList(RunningGeneration running, Generations generations, Optional<RouteMeters> meters) {
        this.running = running;
        this.generations = generations;
        this.meters = meters;
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
        ArrayNode routes = data.putArray("routes");
        for (Route route : generation.context().getRoutes()) {
            ObjectNode told = tree(route, generation.context());
            told.set("statistics", statistics(route, generation.context()));
            routes.add(told);
        }
        exchange.getMessage().setBody(data);
    }

    private static ObjectNode tree(Route route, CamelContext context) {
        ObjectNode tree = Json.object()
                .put("id", route.getRouteId())
                .put("folder", route.getGroup())
                .put("description", route.getDescription())
                .put("from", withoutOptions(route.getEndpoint().getEndpointUri()))
                .put(
                        "state",
                        context.getRouteController()
                                .getRouteStatus(route.getRouteId())
                                .name()
                                .toLowerCase(Locale.ROOT));
        ArrayNode steps = tree.putArray("steps");
        RouteDefinition definition = ((ModelCamelContext) context).getRouteDefinition(route.getRouteId());
        if (definition != null) {
            add(steps, definition.getOutputs(), 0);
        }
        return tree;
    }

    /** The steps in their order, those inside others behind these and with a greater depth. */
    private static void add(ArrayNode steps, List<ProcessorDefinition<?>> outputs, int depth) {
        for (ProcessorDefinition<?> step : outputs) {
            if (steps.size() >= MOST_STEPS) {
                return;
            }
            ObjectNode told = steps.addObject()
                    .put("id", step.getId())
                    .put("type", step.getShortName())
                    .put("depth", depth);
            if (step instanceof EndpointRequiredDefinition target) {
                told.put("uri", withoutOptions(target.getEndpointUri()));
            }
            if (step.getDescriptionText() != null) {
                told.put("description", step.getDescriptionText());
            }
            add(steps, step.getOutputs(), depth + 1);
        }
    }

    private ObjectNode statistics(Route route, CamelContext context) {
        ObjectNode statistics =
                Json.object().put("in_flight", context.getInflightRepository().size(route.getRouteId()));
        meters.flatMap(all -> all.of(route.getRouteId())).ifPresent(count -> fill(statistics, count));
        return statistics;
    }

    private static void fill(ObjectNode statistics, RouteCount count) {
        statistics.put("completed", count.total() - count.failed()).put("failed", count.failed());
        if (count.measured() > 0) {
            statistics.put("mean_ms", count.mean()).put("p95_ms", count.p95());
        }
    }

    /** Options may hold secrets. */
    private static String withoutOptions(String uri) {
        int question = uri.indexOf('?');
        return question < 0 ? uri : uri.substring(0, question);
    }
}
