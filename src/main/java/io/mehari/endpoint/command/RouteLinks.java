package io.mehari.endpoint.command;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.WireTapDefinition;

/** Finds which route hands exchanges to which, from what route files say. For one thread. */
final class RouteLinks {
    /** Most links that are told. */
    private static final int MOST = 5_000;

    /** Steps whose expression is an address. */
    private static final Set<String> ADDRESSED =
            Set.of("enrich", "pollEnrich", "recipientList", "routingSlip", "dynamicRouter");

    private final RouteTargets targets;
    private final Set<RouteLink> links = new LinkedHashSet<>();

    /** @param targets every route there is */
    RouteLinks(RouteTargets targets) {
        this.targets = targets;
    }

    /** Adds those of a route. */
    void add(RouteDefinition route) {
        walk(route.getRouteId(), route.getOutputs());
        Set<String> configurations = route.getAppliedRouteConfigurationIds();
        if (configurations != null) {
            configurations.forEach(id -> put(new RouteLink(route.getRouteId(), id, RouteLink.FAILURE, "")));
        }
    }

    /** Adds those of a configuration of routes, which begin in what it does about failures. */
    void add(RouteConfigurationDefinition configuration) {
        for (OnExceptionDefinition failure : configuration.getOnExceptions()) {
            walk(configuration.getId(), failure.getOutputs());
        }
    }

    /** {@return in the order of routes and steps, each once} */
    Collection<RouteLink> all() {
        return links;
    }

    private void walk(String from, List<ProcessorDefinition<?>> steps) {
        for (ProcessorDefinition<?> step : steps) {
            if (step instanceof OnExceptionDefinition) {
                continue; // Camel puts that of a configuration into each of its routes
            }
            String kind = step instanceof WireTapDefinition ? RouteLink.TAP : RouteLink.CALL;
            String id = step.getId() == null ? "" : step.getId();
            targetsOf(step).forEach(to -> put(new RouteLink(from, to, kind, id)));
            walk(from, step.getOutputs());
        }
    }

    private List<String> targetsOf(ProcessorDefinition<?> step) {
        if (step instanceof ToDynamicDefinition dynamic) {
            return dynamic.getUri() == null ? List.of() : targets.ofAddress(dynamic.getUri());
        }
        if (step instanceof EndpointRequiredDefinition target) {
            return target.getEndpointUri() == null ? List.of() : targets.ofAddress(target.getEndpointUri());
        }
        if (step instanceof ProcessDefinition bean && bean.getRef() != null) {
            return targets.ofBean(bean.getRef());
        }
        if (step instanceof ExpressionNode node && ADDRESSED.contains(step.getShortName())) {
            String text = node.getExpression() == null ? null : node.getExpression().getExpression();
            return text == null ? List.of() : targets.ofAddress(text.strip());
        }
        return List.of();
    }

    private void put(RouteLink link) {
        if (links.size() < MOST) {
            links.add(link);
        }
    }
}
