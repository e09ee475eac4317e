package io.mehari.routes;

import io.mehari.catalog.ToolSource;
import io.mehari.catalog.UsedTools;
import io.mehari.component.aitool.AiToolEndpoint;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.model.PollEnrichDefinition;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ScriptDefinition;
import org.apache.camel.model.ToDynamicDefinition;

/**
 * Which tools a route that is a tool uses: those that it names by {@code uses}, and those that its steps call by {@code
 * tool:}, in the routes as well that it hands over to by {@code direct:} and {@code seda:}. Whatever else a step sends to,
 * calls or computes is elsewhere, and so is not known to be harmless.
 */
final class RouteUses {
    private static final String TOOL = "tool://";
    private static final String ATTEMPT = "mcp://";
    private static final String UPSTREAM = "direct://" + ToolSource.UPSTREAM_ROUTE;

    private final DefaultCamelContext context;
    private final Set<String> names = new TreeSet<>();
    private final Set<String> seen = new HashSet<>();
    private final boolean declared;
    private boolean elsewhere;

    private RouteUses(DefaultCamelContext context, boolean declared) {
        this.context = context;
        this.declared = declared;
    }

    /**
     * What a tool uses.
     *
     * @param context in which its route runs
     * @param server of the tool
     * @param name of the tool
     * @return {@link UsedTools#NONE} if it uses no tool
     * @throws InvalidRoutesException if {@code uses} has something that is no name of a tool
     */
    static UsedTools of(DefaultCamelContext context, String server, String name) {
        for (Route route : context.getRoutes()) {
            if (route.getEndpoint() instanceof AiToolEndpoint tool
                    && tool.getServer().equals(server)
                    && tool.getToolName().equals(name)) {
                return of(context, tool, context.getRouteDefinition(route.getRouteId()));
            }
        }
        return UsedTools.NONE;
    }

    private static UsedTools of(DefaultCamelContext context, AiToolEndpoint tool, RouteDefinition route) {
        RouteUses uses = new RouteUses(context, tool.getUses() != null);
        uses.addDeclared(tool);
        if (route != null) {
            uses.follow(route);
        }
        return new UsedTools(uses.names, uses.elsewhere);
    }

    private void addDeclared(AiToolEndpoint tool) {
        if (tool.getUses() == null) {
            return;
        }
        for (String name : tool.getUses().split(",")) {
            String used = name.strip();
            int slash = used.indexOf('/');
            if (slash < 1 || slash == used.length() - 1) {
                throw new InvalidRoutesException(
                        "Tool " + tool.getToolName() + " has uses=" + tool.getUses() + ": \"" + used
                                + "\" is no tool; write server/tool, with * for any text, such as files/read_*",
                        null);
            }
            names.add(used);
        }
    }

    private void follow(RouteDefinition route) {
        if (!seen.add(route.getId())) {
            return;
        }
        RouteSteps.targets(context, route).forEach(this::sendsTo);
        for (ProcessorDefinition<?> step : RouteSteps.all(route)) {
            if (RouteSteps.isComputed(step) && !(declared && isToolByName(step))
                    || step instanceof PollEnrichDefinition
                    || step instanceof ProcessDefinition
                    || step instanceof BeanDefinition
                    || step instanceof ScriptDefinition) {
                elsewhere = true;
            }
        }
    }

    private void sendsTo(String target) {
        if (target.startsWith(TOOL)) {
            names.add(target.substring(TOOL.length()));
        } else if (target.startsWith(ATTEMPT)) {
            names.add(target.substring(ATTEMPT.length()) + "/*");
        } else if (target.startsWith(UPSTREAM) || !followed(target)) {
            elsewhere |= !target.startsWith("log://");
        }
    }

    private boolean followed(String target) {
        if (!target.startsWith("direct://") && !target.startsWith("seda://")) {
            return false;
        }
        for (RouteDefinition route : context.getRouteDefinitions()) {
            if (RouteSteps.start(context, route).equals(target)) {
                follow(route);
            }
        }
        return true;
    }

    /** Which tool it is may be computed where the route says by {@code uses} which ones there are. */
    private static boolean isToolByName(ProcessorDefinition<?> step) {
        return step instanceof ToDynamicDefinition dynamic
                && dynamic.getUri() != null
                && dynamic.getUri().startsWith("tool:");
    }
}
