package io.mehari.routes;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Processor;
import org.apache.camel.component.seda.SedaEndpoint;
import org.apache.camel.model.AggregateDefinition;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.WireTapDefinition;
import org.apache.camel.processor.WireTapProcessor;
import org.apache.camel.processor.aggregate.AggregateProcessor;

/**
 * Messages that routes hold at one moment. Aggregators that keep theirs in a repository of their own are left out: it
 * outlives the routes.
 *
 * @param queues how many wait, by {@code seda:} address; no zeros
 * @param groups how many groups wait, by the id of their aggregator; no zeros
 * @param underway how many are in a route, or have left an aggregator or wait for a thread of a wire tap to go on
 */
record WaitingMessages(Map<String, Integer> queues, Map<String, Integer> groups, int underway) {
    /** What the routes of a context hold now. */
    static WaitingMessages in(CamelContext context) {
        return of(context, context.getInflightRepository().size());
    }

    /**
     * What some routes of a context hold now, where its other work does not count. Queues and aggregators are all taken
     * for theirs.
     */
    static WaitingMessages ofRoutes(CamelContext context, Collection<String> ids) {
        return of(
                context,
                ids.stream().mapToInt(context.getInflightRepository()::size).sum());
    }

    private static WaitingMessages of(CamelContext context, int inRoutes) {
        Map<String, Integer> queues = new LinkedHashMap<>();
        for (Endpoint endpoint : context.getEndpoints()) {
            if (endpoint instanceof SedaEndpoint queue && queue.getCurrentQueueSize() > 0) {
                // one queue may have several endpoints, whose options differ
                queues.put(RouteSteps.withoutOptions(endpoint.getEndpointUri()), queue.getCurrentQueueSize());
            }
        }
        Map<String, Integer> groups = new LinkedHashMap<>();
        aggregators(context).forEach(aggregator -> {
            int size = aggregator.getAggregationRepository().getKeys().size();
            if (size > 0) {
                groups.put(aggregator.getId(), size);
            }
        });
        // a group that is complete is in no repository any more and in no route yet
        int handedOver = processors(context, AggregateDefinition.class::isInstance, AggregateProcessor.class)
                        .mapToInt(AggregateProcessor::getInProgressCompleteExchanges)
                        .sum()
                + processors(context, WireTapDefinition.class::isInstance, WireTapProcessor.class)
                        .mapToInt(WireTapProcessor::getPendingExchangesSize)
                        .sum();
        return new WaitingMessages(queues, groups, inRoutes + handedOver);
    }

    /** Lets every aggregator go on with what it has, as if it were complete. */
    static void passOnAggregates(CamelContext context) {
        aggregators(context).forEach(AggregateProcessor::forceCompletionOfAllGroups);
    }

    boolean isEmpty() {
        return queues.isEmpty() && groups.isEmpty() && underway == 0;
    }

    boolean onlyInAggregators() {
        return queues.isEmpty() && underway == 0;
    }

    private static Stream<AggregateProcessor> aggregators(CamelContext context) {
        return processors(
                context,
                step -> step instanceof AggregateDefinition aggregate && aggregate.getAggregationRepository() == null,
                AggregateProcessor.class);
    }

    private static <P extends Processor> Stream<P> processors(
            CamelContext context, Predicate<ProcessorDefinition<?>> steps, Class<P> type) {
        return ((ModelCamelContext) context)
                .getRouteDefinitions().stream()
                        .flatMap(route -> RouteSteps.all(route).stream())
                        .filter(steps)
                        .map(step -> context.getProcessor(idOf(step), type))
                        .filter(Objects::nonNull);
    }

    /** As Camel keeps its processor. */
    private static String idOf(ProcessorDefinition<?> step) {
        String prefix = step.getNodePrefixId();
        return prefix == null ? step.getId() : prefix + step.getId();
    }

    @Override
    public String toString() {
        return Stream.of(
                        queues.entrySet().stream().map(queue -> queue.getValue() + " in " + queue.getKey()),
                        groups.entrySet().stream().map(group -> group.getValue() + " groups in " + group.getKey()),
                        Stream.of(underway + " under way"))
                .flatMap(texts -> texts)
                .collect(Collectors.joining(", "));
    }
}
