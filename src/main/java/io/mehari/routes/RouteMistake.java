package io.mehari.routes;

import io.mehari.routes.check.ComponentArtifacts;
import io.mehari.text.Causes;
import io.mehari.text.NearestNames;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.BeanFactoryDefinition;

/** What Camel says about a route that it cannot make, without its dump of the route, and with the name that was meant. */
final class RouteMistake {
    private static final int LONGEST = 600;
    private static final Pattern STEP = Pattern.compile("at: >>> (.{1,200}?) <<<", Pattern.DOTALL);
    private static final Pattern NO_BEAN = Pattern.compile("(?:registry for|No bean could be found).*?: ([\\w.-]+)");

    private static final Pattern NO_COMPONENT =
            Pattern.compile("could be found for: ([\\w+.-]+):.*component jar", Pattern.DOTALL);

    private RouteMistake() {}

    /**
     * Describes a failure in one sentence or two.
     *
     * @param context its beans are suggested
     * @param failure what Camel threw
     * @return up to 600 characters
     */
    static String describe(DefaultCamelContext context, Throwable failure) {
        String text = Causes.of(failure);
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof FailedToCreateRouteException && cause.getCause() != null) {
                text = step(cause.getMessage()) + Causes.of(cause.getCause());
            }
        }
        if (text.length() > LONGEST) {
            text = text.substring(0, LONGEST) + " ...";
        }
        return text + suggestion(context, text);
    }

    private static String step(String message) {
        Matcher step = STEP.matcher(message);
        return step.find() ? "step " + step.group(1) + ": " : "";
    }

    private static String suggestion(DefaultCamelContext context, String text) {
        Matcher address = NO_COMPONENT.matcher(text);
        if (address.find()) {
            return ". "
                    + ComponentArtifacts.of(address.group(1))
                            .map(artifact -> "It is in " + ComponentArtifacts.howToAdd(artifact))
                            .orElse("Apache Camel has no such component");
        }
        Matcher missing = NO_BEAN.matcher(text);
        if (!missing.find()) {
            return "";
        }
        Set<String> names = new LinkedHashSet<>();
        names.addAll(context.getRegistry().findByTypeWithName(Object.class).keySet());
        context.getCustomBeans().stream().map(BeanFactoryDefinition::getName).forEach(names::add);
        List<String> nearest = NearestNames.of(missing.group(1), names);
        return nearest.isEmpty() ? "" : ". Did you mean " + String.join(" or ", nearest) + "?";
    }
}
