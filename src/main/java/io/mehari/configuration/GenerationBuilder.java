package io.mehari.configuration;

import io.mehari.catalog.ToolSource;
import io.mehari.component.aitool.AiTool;
import io.mehari.component.aitool.AiToolRegistry;
import io.mehari.component.generation.Generation;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.Upstreams;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.support.DefaultRegistry;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * Loads and starts a set of route files in a Camel context of its own. A set that does not load, does not start, or
 * lacks what calls need is refused as a whole and leaves nothing behind.
 */
final class GenerationBuilder {
    /** The route that every call enters. */
    static final String ENTRY = "tool-call";

    private static final String KAMELET = "mcp-upstream";

    private final BeanRepository beans;
    private final Function<String, String> properties;
    private final Upstreams upstreams;

    /**
     * @param beans what route files may name
     * @param properties what {@code {{name}}} in route files stands for; null for not set
     * @param upstreams each gets a route of its own from the Kamelet {@code mcp-upstream}
     */
    GenerationBuilder(BeanRepository beans, Function<String, String> properties, Upstreams upstreams) {
        this.beans = beans;
        this.properties = properties;
        this.upstreams = upstreams;
    }

    /**
     * Builds and starts a generation.
     *
     * @throws InvalidRoutesException if the files cannot be run
     */
    Generation build(int number, List<RouteFile> files) {
        DefaultCamelContext context = newContext(number);
        try {
            load(context, files);
            addUpstreamRoutes(context);
            start(context);
            check(context);
            return new Generation(number, RouteFiles.fingerprint(files), context);
        } catch (RuntimeException e) {
            context.stop();
            throw e;
        }
    }

    private DefaultCamelContext newContext(int number) {
        DefaultCamelContext context = new DefaultCamelContext(new DefaultRegistry(beans));
        context.getCamelContextExtension().setName("generation-" + number);
        context.disableJMX();
        context.setStreamCaching(false);
        context.setMessageHistory(false);
        context.setAllowUseOriginalMessage(false);
        context.getShutdownStrategy().setTimeout(5);
        context.getPropertiesComponent().addPropertiesSource(new EnvironmentProperties(properties));
        DirectComponent direct = new DirectComponent();
        direct.setBlock(false); // a missing route is an error at once, never a wait on an event loop
        context.addComponent("direct", direct);
        return context;
    }

    private static void load(CamelContext context, List<RouteFile> files) {
        for (RouteFile file : files) {
            try {
                PluginHelper.getRoutesLoader(context)
                        .loadRoutes(ResourceHelper.fromBytes("file:" + file.name(), file.content()));
            } catch (Exception e) {
                throw new InvalidRoutesException(file.name() + ": " + Causes.of(e), e);
            }
        }
        refuseDuplicates(context, files);
    }

    /** A second route of one id silently takes the first one's place: one file, one route, or it is a mistake. */
    private static void refuseDuplicates(CamelContext context, List<RouteFile> files) {
        long expected = files.stream().filter(GenerationBuilder::holdsRoute).count();
        int loaded = ((DefaultCamelContext) context).getRouteDefinitions().size();
        if (loaded != expected) {
            throw new InvalidRoutesException(
                    expected + " route files gave " + loaded
                            + " routes: each file holds one route, and no two routes may have the same id",
                    null);
        }
    }

    private static boolean holdsRoute(RouteFile file) {
        return !file.name().startsWith("configuration/") && !file.name().endsWith(".kamelet.yaml");
    }

    private void addUpstreamRoutes(CamelContext context) {
        for (Upstream upstream : upstreams.all()) {
            String id = ToolSource.UPSTREAM_ROUTE + upstream.name();
            try {
                TemplatedRouteBuilder.builder(context, KAMELET)
                        .routeId(id)
                        .parameter("server", upstream.name())
                        .add();
            } catch (Exception e) {
                throw new InvalidRoutesException(
                        "upstream/" + KAMELET + ".kamelet.yaml for server " + upstream.name() + ": " + Causes.of(e), e);
            }
        }
    }

    private static void start(DefaultCamelContext context) {
        try {
            context.start();
        } catch (Exception e) {
            throw new InvalidRoutesException("The routes do not start: " + Causes.of(e), e);
        }
    }

    private void check(DefaultCamelContext context) {
        Set<String> ids = context.getRouteDefinitions().stream()
                .map(RouteDefinition::getId)
                .collect(Collectors.toSet());
        if (!ids.contains(ENTRY)) {
            throw new InvalidRoutesException(
                    "There is no route " + ENTRY + ": pipeline/" + ENTRY + ".camel.yaml is where calls enter", null);
        }
        DirectTargets.refuseMissing(context);
        for (AiTool tool : AiToolRegistry.of(context).tools()) {
            if (upstreams.find(tool.server()).isPresent()) {
                throw new InvalidRoutesException(
                        "Tool route " + tool.name() + " has server=" + tool.server()
                                + ", which is an upstream's name: choose another",
                        null);
            }
        }
    }
}
