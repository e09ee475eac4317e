package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.generation.Generation;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.Histogram;
import io.mehari.monitoring.metric.MetricSamples;
import io.mehari.monitoring.metric.StageMeters;
import io.mehari.protocol.Json;
import io.mehari.routes.Generations;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    private static final double MILLIS = 1000.0;

    private final RunningGeneration running;
    private final Generations generations;
    private final StageMeters stages;

    RouteList(RunningGeneration running, Generations generations, StageMeters stages) {
        this.running = running;
        this.generations = generations;
        this.stages = stages;
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
        MetricSamples samples = new MetricSamples();
        if (stages != null) {
            stages.read(samples);
        }
        Map<List<String>, Histogram.Snapshot> durations = samples.histograms(GatewayMetric.STAGE_DURATION);
        for (Route route : generation.context().getRoutes()) {
            ObjectNode told = tree(route, generation.context());
            told.set("statistics", statistics(route, generation.context(), durations));
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

    private static ObjectNode statistics(
            Route route, CamelContext context, Map<List<String>, Histogram.Snapshot> durations) {
        ObjectNode statistics =
                Json.object().put("in_flight", context.getInflightRepository().size(route.getRouteId()));
        Histogram.Snapshot known = durations.get(List.of(route.getRouteId()));
        if (known != null && known.count() > 0) {
            statistics.put("completed", known.count()).put("mean_ms", known.sum() / known.count() * MILLIS);
            statistics.put("p95_ms", LatencyWindow.percentile(known.bounds(), known.counts(), 0.95) * MILLIS);
        }
        return statistics;
    }

    /** Options may hold secrets. */
    private static String withoutOptions(String uri) {
        int question = uri.indexOf('?');
        return question < 0 ? uri : uri.substring(0, question);
    }
}
