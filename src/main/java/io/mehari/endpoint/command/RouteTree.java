package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.redaction.ResolvedSecrets;
import java.util.Collection;
import java.util.List;
import org.apache.camel.model.EndpointRequiredDefinition;
import org.apache.camel.model.OnExceptionDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteConfigurationDefinition;

/** Steps and links of routes as JSON, without what may be secret. Stateless. */
final class RouteTree {
    /** Most steps of a route that are told. */
    private static final int MOST_STEPS = 200;

    private RouteTree() {}

    /** The steps in their order, those inside others behind these and with a greater depth. */
    static ArrayNode steps(List<ProcessorDefinition<?>> outputs) {
        ArrayNode steps = Json.MAPPER.createArrayNode();
        add(steps, outputs, 0);
        return steps;
    }

    /** What stands around routes, such as the error firewall. */
    static ObjectNode configuration(RouteConfigurationDefinition configuration) {
        ObjectNode tree = Json.object()
                .put("id", configuration.getId())
                .put("folder", "configuration")
                .put("description", configuration.getDescriptionText());
        ArrayNode steps = tree.putArray("steps");
        for (OnExceptionDefinition failure : configuration.getOnExceptions()) {
            add(steps, failure.getOutputs(), 0);
        }
        return tree;
    }

    /** Ways between routes. */
    static ArrayNode links(Collection<RouteLink> links) {
        ArrayNode array = Json.MAPPER.createArrayNode();
        links.forEach(link -> array.addObject()
                .put("from", link.from())
                .put("to", link.to())
                .put("kind", link.kind())
                .put("step", link.step()));
        return array;
    }

    private static void add(ArrayNode steps, List<ProcessorDefinition<?>> outputs, int depth) {
        for (ProcessorDefinition<?> step : outputs) {
            if (steps.size() >= MOST_STEPS) {
                return;
            }
            if (step instanceof OnExceptionDefinition) {
                continue; // of a configuration, which is told by itself
            }
            ObjectNode told = steps.addObject()
                    .put("id", step.getId())
                    .put("type", step.getShortName())
                    .put("depth", depth);
            if (step instanceof EndpointRequiredDefinition target && target.getEndpointUri() != null) {
                told.put("uri", withoutOptions(target.getEndpointUri()));
            }
            if (step.getDescriptionText() != null) {
                told.put("description", step.getDescriptionText());
            }
            add(steps, step.getOutputs(), depth + 1);
        }
    }

    /** Options may hold secrets. */
    private static String withoutOptions(String uri) {
        int question = uri.indexOf('?');
        return ResolvedSecrets.hide(question < 0 ? uri : uri.substring(0, question));
    }
}
