package io.mehari.launch;

import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolRoutes;
import io.mehari.catalog.ToolSource;
import io.mehari.component.generation.CallWatchdog;
import io.mehari.component.generation.FixedContext;
import io.mehari.component.generation.PipelineEntry;
import io.mehari.component.generation.RouteInputs;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.exchange.ExchangeState;
import io.mehari.failure.FailureClassifier;
import io.mehari.failure.knowledge.KnowledgeFiles;
import io.mehari.failure.memory.Errors;
import io.mehari.library.ComponentSettings;
import io.mehari.library.Libraries;
import io.mehari.reload.live.FailureFiles;
import io.mehari.reload.live.LiveConfiguration;
import io.mehari.reload.live.LiveFiles;
import io.mehari.reload.live.LivePart;
import io.mehari.routes.FixedSets;
import io.mehari.routes.GenerationBuilder;
import io.mehari.routes.Generations;
import io.mehari.routes.RouteBeans;
import io.mehari.routes.RouteFiles;
import io.mehari.support.FakeUpstream;
import io.mehari.support.GatewayBeans;
import io.mehari.support.Tools;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.Upstreams;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultExchange;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.FileSystemUtils;

/** The gateway's real beans and real route files, without endpoint and processes: upstreams are fakes. */
public final class GatewayFixture implements AutoCloseable {
    /** Milliseconds until a queue looks whether it is to end; a second by default, for which each test would wait. */
    private static final String QUEUES_END_SOON = "camel.component.seda.default-poll-timeout=20";

    /** What the bean {@code gate} waits for; open until a test sets another one. */
    public final AtomicReference<CountDownLatch> gate = new AtomicReference<>(new CountDownLatch(0));

    /** Routes that {@code error-patterns.yaml} names, and where. */
    public final Map<String, String> recoveries = new TreeMap<>();

    public final AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();
    public final FakeUpstream upstream;
    public final Path routes;

    /** Jars of the route files; empty unless a test puts some there. */
    public final Path plugins;

    public final ToolCatalog catalog;
    public final RunningGeneration running;
    public final Generations generations;
    /** Where the routes that exist once are at the start. */
    public final DefaultCamelContext fixed = new DefaultCamelContext();

    /** Tells where they are now. */
    public final FixedContext fixedContext = new FixedContext(() -> fixed);

    /** What the route files are made with. */
    public final RouteInputs inputs;

    private final GenerationBuilder builder;
    private final Libraries libraries;
    private final AsyncProducer entry;

    /**
     * @param directory an empty folder
     * @param settings of the one upstream
     * @param properties {@code name=value}
     */
    public GatewayFixture(Path directory, UpstreamSettings settings, String... properties) throws Exception {
        routes = directory.resolve("routes");
        plugins = directory.resolve("plugins");
        libraries = new Libraries(plugins);
        FileSystemUtils.copyRecursively(Path.of("routes"), routes);
        TestPropertyValues.of("mehari.dead-letters.directory=" + directory.resolve("data"), QUEUES_END_SOON)
                .and(properties)
                .applyTo(beans);
        beans.register(Beans.class);
        beans.registerBean("gate", Processor.class, () -> exchange -> gate.get().await(20, TimeUnit.SECONDS));
        beans.refresh();
        upstream = new FakeUpstream(settings);
        beans.getBean(Upstreams.class).add(upstream);
        catalog = beans.getBean(ToolCatalog.class);
        catalog.replace(ToolSource.of(settings), List.of(Tools.definition("read"), checked()));
        running = beans.getBean(RunningGeneration.class);
        inputs = new RouteInputs(beans.getEnvironment()::getProperty, () -> recoveries);
        builder = new GenerationBuilder(
                        new RouteBeans(beans), inputs::setting, beans.getBean(Upstreams.class), inputs::recoveries)
                .with(libraries, ComponentSettings.of(beans.getEnvironment()));
        generations =
                new Generations(new RouteFiles(routes), builder, running, catalog, beans.getBean(ToolRoutes.class));
        entry = startEntry();
    }

    /** One whose upstream, {@code files}, answers each call, and whose routes serve. */
    public static GatewayFixture serving(Path directory) throws Exception {
        GatewayFixture gateway = new GatewayFixture(directory, Tools.settings("files"));
        gateway.upstream.answerWith(call -> call.answer("fine"));
        gateway.reload();
        return gateway;
    }

    /**
     * Changes the routes that exist once together with the others.
     *
     * @param ingress lets those of a context receive requests
     */
    public FixedSets fixedSets(Function<CamelContext, CompletableFuture<Void>> ingress) {
        FixedSets sets = new FixedSets(builder, RouteBeans.ofFixedRoutes(beans), fixedContext, ingress);
        generations.alsoChange(sets);
        return sets;
    }

    /** Lets the files that are there now run as the gateway's first ones. */
    public void begin(FixedSets sets) {
        sets.begin(fixed, new RouteFiles(routes).read(RouteFiles.FIXED));
    }

    /**
     * The files of configuration in a folder, {@code application.yaml} among them, which is read now.
     *
     * @param folder that the gateway would have been started beside
     * @param parts what takes settings
     */
    public LiveConfiguration configuration(Path folder, LivePart... parts) {
        ConfigurableEnvironment settings = beans.getEnvironment();
        settings.getPropertySources()
                .addFirst(new MapPropertySource("place", Map.of("spring.config.location", "file:" + folder + "/")));
        ConfigDataEnvironmentPostProcessor.applyTo(settings);
        ConfigurationPropertySources.attach(settings);
        return LiveConfiguration.of(
                folder,
                settings,
                List.of(parts),
                inputs,
                new FailureFiles(
                        beans.getBean(FailureClassifier.class),
                        beans.getBean(KnowledgeFiles.class),
                        List.of(folder.resolve("known.yaml").toString()),
                        beans.getBean(Errors.class)::knowledgeChanged),
                LiveFiles.NONE);
    }

    private AsyncProducer startEntry() throws Exception {
        fixed.disableJMX();
        fixed.getRegistry().bind("running", running);
        fixed.getRegistry().bind("inFlight", beans.getBean(CallWatchdog.class));
        fixed.start();
        AsyncProducer producer = fixed.getEndpoint("generation:tool-call").createAsyncProducer();
        producer.start();
        return producer;
    }

    private static com.fasterxml.jackson.databind.node.ObjectNode checked() {
        return Tools.json("{'name': 'checked', 'inputSchema': {'type': 'object', 'required': ['path']}}");
    }

    /** Where calls enter the pipeline, as endpoints have it. */
    public PipelineEntry entry() {
        return new PipelineEntry(fixed, "generation:tool-call");
    }

    /** Reads the routes anew and lets them serve. */
    public void reload() {
        generations.reload().orTimeout(30, TimeUnit.SECONDS).join();
    }

    public CompletableFuture<ToolCallResult> call(String server, String tool, String arguments) {
        ToolCall call = Tools.call(server, tool, Tools.json(arguments));
        Exchange exchange = new DefaultExchange(fixed);
        exchange.getMessage().setBody(call.arguments());
        exchange.setProperty(ExchangeState.CALL, call);
        CompletableFuture<ToolCallResult> answer = new CompletableFuture<>();
        entry.process(exchange, doneSync -> {
            if (exchange.getException() != null) {
                answer.completeExceptionally(exchange.getException());
            } else {
                answer.complete(exchange.getProperty(ExchangeState.RESULT, ToolCallResult.class));
            }
        });
        return answer;
    }

    /** Calls and waits, within a bound, for the outcome. */
    public ToolCallResult outcome(String server, String tool, String arguments) {
        return call(server, tool, arguments).orTimeout(20, TimeUnit.SECONDS).join();
    }

    public void write(String file, String content) {
        try {
            Path path = routes.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String read(String file) {
        try {
            return Files.readString(routes.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void delete(String file) {
        try {
            Files.delete(routes.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of the live threads of generations. */
    public static List<String> generationThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("generation-"))
                .sorted()
                .toList();
    }

    @Override
    public void close() {
        generations.close();
        libraries.close();
        fixed.stop();
        beans.close();
    }

    /** The gateway's own, and steps that tests put into routes. */
    @Import(GatewayBeans.class)
    static class Beans {
        /** A step that never calls back. */
        @Bean
        AsyncProcessor silence() {
            return new AsyncProcessorSupport() {
                @Override
                public boolean process(Exchange exchange, AsyncCallback callback) {
                    return false;
                }
            };
        }
    }
}
