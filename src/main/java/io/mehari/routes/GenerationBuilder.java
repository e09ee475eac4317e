package io.mehari.routes;

import io.mehari.catalog.ServerNames;
import io.mehari.catalog.ToolSource;
import io.mehari.component.aioffer.OfferRegistry;
import io.mehari.component.aioffer.OfferedRoute;
import io.mehari.component.aitool.AiTool;
import io.mehari.component.aitool.AiToolRegistry;
import io.mehari.component.generation.BoundedDirectComponent;
import io.mehari.component.generation.Generation;
import io.mehari.component.generation.SwitchedSteps;
import io.mehari.library.ComponentSettings;
import io.mehari.library.InvalidLibraryException;
import io.mehari.library.JavaRoutes;
import io.mehari.library.Libraries;
import io.mehari.library.Library;
import io.mehari.monitoring.metric.RouteMeters;
import io.mehari.monitoring.metric.StageMeters;
import io.mehari.text.Causes;
import io.mehari.text.StepTimes;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.Upstreams;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.StartupSummaryLevel;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.errorhandler.NoErrorHandlerDefinition;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spi.InterceptStrategy;
import org.apache.camel.support.DefaultRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a set of route files into a Camel context of its own, checks it, and only then lets it take anything in. A set
 * that does not load, does not start, or lacks what calls need is refused as a whole and leaves nothing behind.
 */
public final class GenerationBuilder {
    private static final Logger LOG = LoggerFactory.getLogger(GenerationBuilder.class);

    /** The route that every call enters. */
    static final String ENTRY = "tool-call";

    private static final String KAMELET = "mcp-upstream";
    private static final String KAMELET_FILE = "upstream/" + KAMELET + ".kamelet.yaml";

    /** Bean that stands around every step, as in the fixed context. */
    private static final String AROUND_STEPS = "toolSteps";

    /** Bean that measures the time in routes, where there is one. */
    private static final String STAGES = "stageMeters";

    /** Bean that counts the exchanges of routes, where there is one. */
    private static final String METERS = "routeMeters";

    private final BeanRepository beans;
    private final Function<String, String> properties;
    private final Upstreams upstreams;
    private final Supplier<Map<String, String>> recoveries;
    private volatile Map<String, String> checked = Map.of();
    private Libraries libraries = Libraries.none();
    private ComponentSettings components = ComponentSettings.NONE;

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
     * Lets generations have what their owner brings along.
     *
     * @param jars on their class path
     * @param settings of components
     * @return this
     */
    public GenerationBuilder with(Libraries jars, ComponentSettings settings) {
        libraries = jars;
        components = settings;
        return this;
    }

    /**
     * Reads the jars for the generations to come.
     *
     * @return their digest
     * @throws InvalidRoutesException if one cannot be used
     */
    String lookAtLibraries() {
        try {
            return libraries.look();
        } catch (InvalidLibraryException e) {
            throw new InvalidRoutesException(e.getMessage(), e);
        }
    }

    /** Generations to come have the jars of the one that serves, whatever was read since. */
    void keepLibraries() {
        libraries.keep();
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
            Library.of(context).with(() -> fill(context, files));
            built = true;
            return new Generation(number, RouteFiles.fingerprint(files), context);
        } catch (InvalidRoutesException e) {
            throw explained(files, e, context);
        } finally {
            libraries.settle(Library.of(context), built);
            if (!built) {
                stop(context);
            }
        }
    }

    /**
     * Builds a generation and lets those that exist once run: after that nothing is refused any more.
     *
     * @param once the next set of those that exist once, if it has changed
     * @param holds routes that an operator has stopped
     * @throws InvalidRoutesException if either cannot be run; then neither does
     */
    Generation build(int number, List<RouteFile> files, Optional<FixedSets.Change> once, RouteHolds holds) {
        Generation next;
        try {
            next = build(number, files);
        } catch (RuntimeException e) {
            once.ifPresent(FixedSets.Change::abandon);
            throw e;
        }
        try {
            once.ifPresent(change -> change.takeOver(holds));
            return next;
        } catch (RuntimeException e) {
            stop(next.context());
            throw e;
        }
    }

    private RouteOrigins fill(DefaultCamelContext context, List<RouteFile> files) {
        StepTimes times = new StepTimes(System::nanoTime);
        RouteOrigins origins = RouteOrigins.load(context, files);
        loadJavaRoutes(context, origins);
        RouteFileBeans.refuseNamesOfOthers(context, beans);
        times.end("files");
        addUpstreamRoutes(context, origins);
        SwitchedSteps.leaveOut(context, Placeholders.of(context)::decisive);
        times.end("servers");
        start(context, origins);
        times.end("start");
        check(context, origins);
        RouteSources.startWaiting(context, origins);
        checkTools(context, origins);
        times.end("check");
        LOG.debug("{} took {}", context.getName(), times);
        origins.warn(RouteWarnings.of(context, origins, upstreams));
        origins.warn(components.unknown(context));
        return origins;
    }

    private static void loadJavaRoutes(DefaultCamelContext context, RouteOrigins origins) {
        try {
            JavaRoutes.load(context, origins::add);
        } catch (InvalidLibraryException e) {
            throw new InvalidRoutesException(e.getMessage(), e);
        }
    }

    /** A refusal with every mistake that can be found in the files, and without secrets. */
    InvalidRoutesException explained(List<RouteFile> files, InvalidRoutesException refusal, CamelContext context) {
        return new RouteMistakes(beans, properties, upstreams)
                .with(Library.of(context))
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
        Library.of(context).release();
    }

    /**
     * Routes whose files are not those of another generation.
     *
     * @param before served
     * @param now serves
     * @return ids of changed and of new ones, apart from those that are made of a Kamelet
     */
    public static Set<String> changedRoutes(Generation before, Generation now) {
        return RouteOrigins.of(now.context()).changedSince(RouteOrigins.of(before.context()));
    }

    /** Whether what the routes of a generation have asked for, or had to have, is another thing now. */
    boolean isStale(CamelContext context) {
        return Placeholders.of(context).isStale() || !checked.equals(recoveries.get());
    }

    /** A context for route files that may name these beans; nothing is taken in before its routes are started one by one. */
    DefaultCamelContext newContext(String name, BeanRepository named) {
        Library library = libraries.take();
        DefaultCamelContext context = library.with(() -> new DefaultCamelContext(new DefaultRegistry(named)));
        library.installIn(context);
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
        RouteMeters meters = context.getRegistry().lookupByNameAndType(METERS, RouteMeters.class);
        if (meters != null) {
            meters.countIn(context);
        }
        context.setShutdownStrategy(new DrainingShutdown(context));
        context.setStartupSummaryLevel(StartupSummaryLevel.Off); // addresses would stand there, options filled in
        context.setAutoStartup(false); // nothing is taken in before everything has been checked
        installPlaceholders(context);
        try {
            components.installIn(context);
            context.addComponent("direct", new BoundedDirectComponent());
        } catch (InvalidLibraryException e) {
            library.release();
            throw new InvalidRoutesException(e.getMessage(), e);
        }
        return context;
    }

    /**
     * A Kamelet whose template begins with {@code from}, as editors have it, cannot say what a route says about itself: its
     * group, its description, and that it has no error handler, with which the error firewall would hear of no failure.
     */
    static void completeTemplates(ModelCamelContext context) {
        for (RouteTemplateDefinition template : context.getRouteTemplateDefinitions()) {
            RouteDefinition route = template.getRoute();
            if (!route.isErrorHandlerFactorySet()) {
                route.setErrorHandlerFactory(new NoErrorHandlerDefinition());
            }
            if (route.getGroup() == null) {
                route.setGroup("upstream");
            }
            if (route.getDescription() == null) {
                route.setDescription("Calls tools of one upstream");
            }
        }
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
        completeTemplates(context);
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
            throw InvalidRoutesException.ofStart(
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
