package io.mehari.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.model.DynamicRouterDefinition;
import org.apache.camel.model.EnrichDefinition;
import org.apache.camel.model.ExpressionNode;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RecipientListDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RoutingSlipDefinition;
import org.apache.camel.model.SendDefinition;
import org.apache.camel.model.ToDynamicDefinition;
import org.apache.camel.model.errorhandler.DeadLetterChannelDefinition;
import org.apache.camel.model.language.ExpressionDefinition;
import org.apache.camel.support.EndpointHelper;

/** To which fixed addresses the steps of a route send, whatever kind of step does it. */
final class RouteSteps {
    private static final String DEFAULT_DELIMITER = ",";

    private RouteSteps() {}

    /**
     * The addresses, without their options, that the steps of a route send to, those on a failure as well. What is
     * computed for each exchange is not known here.
     *
     * @param context resolves placeholders
     * @param route its definition
     * @return normalized, for example {@code direct://tool-call}
     */
    static Set<String> targets(CamelContext context, RouteDefinition route) {
        List<String> uris = new ArrayList<>();
        for (ProcessorDefinition<?> step : all(route)) {
            uris.addAll(sentToBy(step));
        }
        if (route.getErrorHandler() != null
                && route.getErrorHandler().getErrorHandlerType() instanceof DeadLetterChannelDefinition channel) {
            uris.add(channel.getDeadLetterUri());
        }
        Set<String> targets = new LinkedHashSet<>();
        for (String uri : uris) {
            if (uri != null && !isComputed(uri)) {
                targets.add(normalized(context, route, uri));
            }
        }
        return targets;
    }

    /** Every step, however deep it is nested. */
    @SuppressWarnings({"unchecked", "rawtypes"})
    static Collection<ProcessorDefinition<?>> all(RouteDefinition route) {
        return (Collection)
                ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ProcessorDefinition.class);
    }

    /** Where a route starts from, without options. */
    static String start(CamelContext context, RouteDefinition route) {
        return normalized(context, route, route.getInput().getEndpointUri());
    }

    private static String normalized(CamelContext context, RouteDefinition route, String uri) {
        String filled = uri.strip();
        if (route.getTemplateParameters() != null) {
            for (Map.Entry<String, Object> parameter :
                    route.getTemplateParameters().entrySet()) {
                filled = filled.replace("{{" + parameter.getKey() + "}}", String.valueOf(parameter.getValue()));
            }
        }
        return EndpointHelper.normalizeEndpointUri(withoutOptions(context.resolvePropertyPlaceholders(filled)));
    }

    /** What stands before the question mark: options do not make an address another one. */
    static String withoutOptions(String uri) {
        int options = uri.indexOf('?');
        return options < 0 ? uri : uri.substring(0, options);
    }

    private static List<String> sentToBy(ProcessorDefinition<?> step) {
        if (step instanceof SendDefinition<?> send) {
            return listOf(send.getEndpointUri());
        }
        if (step instanceof ToDynamicDefinition dynamic) {
            // a plus joins an expression of any language to the address
            return dynamic.getUri() == null || dynamic.getUri().contains("+") ? List.of() : List.of(dynamic.getUri());
        }
        if (step instanceof EnrichDefinition enrich) {
            return listOf(constantOf(enrich));
        }
        if (step instanceof RecipientListDefinition<?> list) {
            return split(constantOf(list), list.getDelimiter());
        }
        if (step instanceof RoutingSlipDefinition<?> slip) {
            return split(constantOf(slip), slip.getUriDelimiter());
        }
        if (step instanceof DynamicRouterDefinition<?> router) {
            return split(constantOf(router), router.getUriDelimiter());
        }
        return List.of();
    }

    /**
     * Whether a step sends to addresses that are computed for each exchange.
     *
     * @param step of a route
     * @return false for a step that sends nowhere, or to fixed addresses alone
     */
    static boolean isComputed(ProcessorDefinition<?> step) {
        boolean sends = step instanceof ToDynamicDefinition
                || step instanceof EnrichDefinition
                || step instanceof RecipientListDefinition<?>
                || step instanceof RoutingSlipDefinition<?>
                || step instanceof DynamicRouterDefinition<?>;
        return sends && (sentToBy(step).isEmpty() || sentToBy(step).stream().anyMatch(RouteSteps::isComputed));
    }

    private static boolean isComputed(String text) {
        return text.contains("${") || text.contains("$simple{");
    }

    private static List<String> listOf(String uri) {
        return uri == null ? List.of() : List.of(uri);
    }

    /** The text of an expression that says the same for every exchange. */
    private static String constantOf(ExpressionNode step) {
        ExpressionDefinition expression = step.getExpression();
        if (expression == null || expression.getExpression() == null) {
            return null;
        }
        boolean fixed = switch (expression.getLanguage()) {
            case "constant" -> true;
            case "simple" -> !isComputed(expression.getExpression());
            default -> false;
        };
        return fixed ? expression.getExpression() : null;
    }

    private static List<String> split(String uris, String delimiter) {
        if (uris == null) {
            return List.of();
        }
        return List.of(uris.split(Pattern.quote(delimiter == null ? DEFAULT_DELIMITER : delimiter)));
    }
}
