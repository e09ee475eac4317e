package io.mehari.routes;

import io.mehari.catalog.ServerNames;
import io.mehari.catalog.ToolSource;
import io.mehari.component.aioffer.OfferRegistry;
import io.mehari.component.aioffer.OfferedRoute;
import io.mehari.component.aitool.AiTool;
import io.mehari.component.aitool.AiToolRegistry;
import io.mehari.component.generation.BoundedDirectComponent;
import io.mehari.component.generation.Generation;
import io.mehari.monitoring.metric.StageMeters;
import io.mehari.text.Causes;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.Upstreams;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.DefaultRegistry;

/**
 * Loads a set of route files into a Camel context of its own, checks it, and only then lets it take anything in. A set
 * that does not load, does not start, or lacks what calls need is refused as a whole and leaves nothing behind.
 */
public final class GenerationBuilder {
    /** The route that every call enters. */
    static final String ENTRY = "tool-call";

    private static final String KAMELET = "mcp-upstream";
    private static final String KAMELET_FILE = "upstream/" + KAMELET + ".kamelet.yaml";

    /** Bean that stands around every step, as in the fixed context. */
    private static final String AROUND_STEPS = "toolSteps";

    /** Bean that measures the time in routes, where there is one. */
    private static final String STAGES = "stageMeters";

    private final BeanRepository beans;
    private final Function<String, String> properties;
    private final Upstreams upstreams;
    private final Supplier<Map<String, String>> recoveries;
    private volatile Map<String, String> checked = Map.of();

    /**
     * @param beans what route files may name
     * @param properties what {@code {{name}}} in route files stands for; null for not set
     * @param upstreams each gets a route of its own from the Kamelet {@code mcp-upstream}
     * @param recoveries names of {@code direct:} routes that {@code error-patterns.yaml} sends failed calls to, and where
     *     each stands there
     */
    public GenerationBuilder(
            BeanRepository beans,
            Function<String, String> properties,
            Upstreams upstreams,
            Supplier<Map<String, String>> recoveries) {
        this.beans = beans;
        this.properties = properties;
        this.upstreams = upstreams;
        this.recoveries = recoveries;
    }

    /**
     * Builds and starts a generation.
     *
     * @throws InvalidRoutesException if the files cannot be run
     */
    Generation build(int number, List<RouteFile> files) {
        DefaultCamelContext context = newContext("generation-" + number, beans);
        boolean built = false;
        try {
            RouteOrigins origins = RouteOrigins.load(context, files);
            RouteFileBeans.refuseNamesOfOthers(context, beans);
            addUpstreamRoutes(context, origins);
            start(context, origins);
            check(context, origins);
            RouteSources.startWaiting(context, origins);
            checkTools(context, origins);
            origins.warn(RouteWarnings.of(context, origins, upstreams));
            built = true;
            return new Generation(number, RouteFiles.fingerprint(files), context);
        } catch (InvalidRoutesException e) {
            throw explained(files, e, context);
        } finally {
            if (!built) {
                stop(context);
            }
        }
    }

    /** A refusal with every mistake that can be found in the files, and without secrets. */
    InvalidRoutesException explained(List<RouteFile> files, InvalidRoutesException refusal, CamelContext context) {
        return new RouteMistakes(beans, properties, upstreams)
                .in(files, refusal)
                .withoutSecrets(Placeholders.of(context)::hide);
    }

    /**
     * Two refusals in one.
     *
     * @param refusal of other files
     * @param files of a generation that was to serve with them
     * @return with what is wrong with these files as well; the same if nothing is
     */
    InvalidRoutesException alsoWrong(InvalidRoutesException refusal, List<RouteFile> files) {
        try {
            stop(build(0, files).context());
            return refusal;
        } catch (InvalidRoutesException e) {
            return new InvalidRoutesException(refusal.getMessage() + "\n" + e.getMessage(), null);
        }
    }

    /** Stops a generation's context and what belongs to it. */
    static void stop(CamelContext context) {
        List<AutoCloseable> beans = RouteFileBeans.closeable((DefaultCamelContext) context);
        context.stop();
        RouteFileBeans.close(beans);
    }

    /** Whether what the routes of a generation have asked for, or had to have, is another thing now. */
    boolean isStale(CamelContext context) {
        return Placeholders.of(context).isStale() || !checked.equals(recoveries.get());
    }

    /** A context for route files that may name these beans; nothing is taken in before its routes are started one by one. */
    DefaultCamelContext newContext(String name, BeanRepository named) {
        DefaultCamelContext context = new DefaultCamelContext(new DefaultRegistry(named));
        context.getCamelContextExtension().setName(name);
        context.disableJMX();
        context.setStreamCaching(false);
        context.setMessageHistory(false);
        context.setAllowUseOriginalMessage(false);
        InterceptStrategy steps = context.getRegistry().lookupByNameAndType(AROUND_STEPS, InterceptStrategy.class);
        if (steps != null) {
            context.getCamelContextExtension().addInterceptStrategy(steps);
        }
        StageMeters stages = context.getRegistry().lookupByNameAndType(STAGES, StageMeters.class);
        if (stages != null) {
            context.addRoutePolicyFactory(stages.policies());
        }
        context.setShutdownStrategy(new DrainingShutdown(context));
        context.setStartupSummaryLevel(StartupSummaryLevel.Off); // addresses would stand there, options filled in
        context.setAutoStartup(false); // nothing is taken in before everything has been checked
        installPlaceholders(context);
        context.addComponent("direct", new BoundedDirectComponent());
        return context;
    }

    /** Lets the files of a context ask for settings and variables by {@code {{name}}}. */
    Placeholders installPlaceholders(DefaultCamelContext context) {
        Placeholders placeholders = new Placeholders(properties);
        placeholders.installIn(context);
        return placeholders;
    }

    private void addUpstreamRoutes(DefaultCamelContext context, RouteOrigins origins) {
        List<Upstream> reachable = upstreams.all().stream()
                .filter(upstream -> !ServerNames.TOOL_ROUTES.equals(upstream.name()))
                .toList();
        if (context.getRouteTemplateDefinition(KAMELET) == null && !reachable.isEmpty()) {
            throw new InvalidRoutesException(
                    "There is no " + KAMELET_FILE + ", of which every server gets its route", null);
        }
        for (Upstream upstream : reachable) {
            String id = ToolSource.UPSTREAM_ROUTE + upstream.name();
            try {
                TemplatedRouteBuilder.builder(context, KAMELET)
                        .routeId(id)
                        .parameter("server", upstream.name())
                        .add();
            } catch (Exception e) {
                throw new InvalidRoutesException(
                        KAMELET_FILE + " for server " + upstream.name() + ": " + Causes.of(e), e);
            }
            origins.add(id, KAMELET_FILE + " for server " + upstream.name());
        }
    }

    /** Makes the routes and starts their steps; where they begin, nothing is taken in yet. */
    static void start(DefaultCamelContext context, RouteOrigins origins) {
        try {
            context.start();
        } catch (Exception | LinkageError e) {
            throw new InvalidRoutesException(
                    origins.of(e) + ": the routes do not start: " + RouteMistake.describe(context, e), e);
        }
    }

    private void check(DefaultCamelContext context, RouteOrigins origins) {
        boolean entered = context.getRoutes().stream()
                .anyMatch(route -> route.getEndpoint().getEndpointUri().equals("direct://" + ENTRY));
        if (!entered) {
            throw new InvalidRoutesException(
                    "There is no route from direct:" + ENTRY + ": pipeline/" + ENTRY
                            + ".camel.yaml is where calls enter",
                    null);
        }
        DirectTargets.refuseMissing(context, origins);
        Map<String, String> named = recoveries.get();
        RecoveryRoutes.refuseMissing(context, named);
        checked = Map.copyOf(named);
        RouteCycles.refuse(context, origins);
        RouteSources.refuseForeign(context, origins);
        RouteWarnings.refuseSilentMistakes(context, origins);
    }

    private void checkTools(DefaultCamelContext context, RouteOrigins origins) {
        for (AiTool tool : AiToolRegistry.of(context).tools()) {
            refuseServer(tool.server(), "tool " + tool.name(), () -> origins.ofTool(context, tool));
            refuseUses(context, tool, origins);
        }
        for (OfferedRoute route : OfferRegistry.of(context).all()) {
            refuseServer(route.server(), route.title(), () -> origins.ofOffer(context, route));
        }
    }

    private static void refuseUses(DefaultCamelContext context, AiTool tool, RouteOrigins origins) {
        try {
            RouteUses.of(context, tool.server(), tool.name());
        } catch (InvalidRoutesException e) {
            throw new InvalidRoutesException(origins.ofTool(context, tool) + ": " + e.getMessage(), e);
        }
    }

    private void refuseServer(String server, String title, Supplier<String> file) {
        problemOf(server).ifPresent(problem -> {
            throw new InvalidRoutesException(
                    file.get() + ": " + title + " has server=" + server + ": " + problem, null);
        });
    }

    private Optional<String> problemOf(String server) {
        boolean taken = !ServerNames.TOOL_ROUTES.equals(server)
                && upstreams.find(server).isPresent();
        return taken
                ? Optional.of("that is an upstream's name: choose another")
                : ServerNames.problemOfToolServer(server);
    }
}
