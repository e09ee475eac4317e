package io.mehari.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.offer.OfferCatalog;
import io.mehari.component.generation.CallWatchdog;
import io.mehari.configuration.InvalidConfigurationException;
import io.mehari.configuration.LaunchOptions;
import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.configuration.serversfile.ServersSettings;
import io.mehari.event.EventQueue;
import io.mehari.library.Libraries;
import io.mehari.routes.RouteFile;
import io.mehari.routes.RouteFiles;
import io.mehari.routes.RoutesSettings;
import io.mehari.servers.ConfiguredServers;
import io.mehari.servers.ConnectQueue;
import io.mehari.servers.ConnectionDrain;
import io.mehari.servers.UpstreamLog;
import io.mehari.servers.UpstreamSupervisor;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.FakeUpstream;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import io.mehari.upstream.Upstreams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.impl.DefaultCamelContext;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.env.MockEnvironment;

/** Changing a setting changes what the gateway does. */
class SettingsTest {
    private static final String GATED = """
            # A tool.
            - route:
                id: gated
                from:
                  uri: ai-tool:gated
                  steps:
                    - process:
                        ref: gate
            """;

    @TempDir
    Path directory;

    private GatewayFixture gateway;

    @AfterEach
    void close() {
        if (gateway != null) {
            gateway.gate.get().countDown();
            gateway.close();
        }
    }

    @Test
    @ChangesBehaviour("mehari.pipeline.event-queue")
    void theEventQueueKeepsSoManyEvents() throws Exception {
        start("mehari.pipeline.event-queue=2");
        for (int i = 0; i < 5; i++) {
            gateway.outcome("files", "read", "{}");
        }
        EventQueue<?> events = gateway.beans.getBean("callEvents", EventQueue.class);
        assertThat(events.size()).isEqualTo(2);
        assertThat(events.dropped()).isEqualTo(3);
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 2", "2, 1, 3", "1, 3, 4"})
    @ChangesBehaviour("mehari.pipeline.tool-threads")
    @ChangesBehaviour("mehari.pipeline.tool-queue")
    void toolRoutesHaveSoManyThreadsAndPlacesToWait(int threads, int queue, int accepted) throws Exception {
        start("mehari.pipeline.tool-threads=" + threads, "mehari.pipeline.tool-queue=" + queue);
        gateway.write("tools/gated.camel.yaml", GATED);
        gateway.reload();
        CountDownLatch gate = new CountDownLatch(1);
        gateway.gate.set(gate);
        List<CompletableFuture<ToolCallResult>> calls = new ArrayList<>();
        for (int i = 0; i <= accepted; i++) {
            calls.add(gateway.call("camel", "gated", "{}"));
        }
        // Calls that wait until the tool's schema is compiled go on in any order, so any of them may be the one too
        // many.
        CompletableFuture<Object> refused = CompletableFuture.anyOf(calls.toArray(CompletableFuture[]::new));
        Awaitility.await().atMost(Duration.ofSeconds(10)).until(refused::isDone);
        assertThat(((ToolCallResult) refused.join()).outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(calls.stream().filter(CompletableFuture::isDone)).hasSize(1);
        gate.countDown();
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> calls.stream().allMatch(CompletableFuture::isDone));
    }

    @ParameterizedTest
    @ValueSource(strings = {"1ms", "1h"})
    @ChangesBehaviour("mehari.pipeline.watchdog-grace")
    void theWatchdogWaitsForSoLongAfterTheDeadline(String grace) throws Exception {
        start("mehari.pipeline.watchdog-grace=" + grace);
        gateway.write("pipeline/tool-call-dispatch.camel.yaml", """
                # Dispatch.
                - route:
                    id: tool-call-dispatch
                    errorHandler:
                      noErrorHandler: {}
                    from:
                      uri: direct:tool-call-dispatch
                      steps:
                        - process:
                            ref: silence
                """);
        gateway.reload();
        CallWatchdog inFlight = gateway.beans.getBean(CallWatchdog.class);
        long began = System.nanoTime();
        CompletableFuture<ToolCallResult> call = gateway.call("files", "read", "{}");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> {
            inFlight.sweep();
            return call.isDone()
                    || (grace.equals("1h")
                            && System.nanoTime() - began > Duration.ofSeconds(1).toNanos());
        });
        assertThat(call.isDone()).isEqualTo(grace.equals("1ms"));
        assertThat(inFlight.size()).isEqualTo(grace.equals("1ms") ? 0 : 1);
    }

    @Test
    @ChangesBehaviour("mehari.routes.tool-attempt")
    void aToolRouteMayRunForSoLong() throws Exception {
        start("mehari.routes.tool-attempt=50ms");
        gateway.write("tools/gated.camel.yaml", GATED);
        gateway.reload();
        gateway.gate.set(new CountDownLatch(1));
        CompletableFuture<ToolCallResult> call = gateway.call("camel", "gated", "{}");
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(call::isDone);
        assertThat(call.join().outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(call.join().message()).contains("50 ms");
    }

    @Test
    void aToolRouteThatMayRunForLongHasThatTimeAsAWhole() {
        RoutesSettings settings = new RoutesSettings(Path.of("routes"), true, Duration.ofMinutes(10));
        assertThat(settings.tools().attempt()).isEqualTo(Duration.ofMinutes(10));
        assertThat(settings.tools().total()).isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    @ChangesBehaviour("mehari.routes.directory")
    void routesAreReadFromTheFolderThatIsSet() throws Exception {
        Files.createDirectories(directory.resolve("mine/tools"));
        Files.writeString(directory.resolve("mine/tools/a.camel.yaml"), "x");
        RoutesSettings bound =
                bind("mehari.routes", RoutesSettings.class, "mehari.routes.directory", directory.resolve("mine"));
        RoutesSettings settings = new RoutesSettings(bound.directory(), false, bound.toolAttempt());
        assertThat(new GatewayConfiguration().routeFiles(settings).read(RouteFiles.PER_GENERATION))
                .extracting(RouteFile::name)
                .containsExactly("tools/a.camel.yaml");
    }

    @Test
    @ChangesBehaviour("mehari.servers.file")
    void serversAreReadFromTheFileThatIsSet() throws Exception {
        Path file = directory.resolve("servers.json");
        Files.writeString(file, "{\"mcpServers\": {\"mail\": {\"command\": \"x\"}}}");
        start();
        Upstreams upstreams = new Upstreams();
        ToolCatalog catalog = new ToolCatalog();
        startWith(file, upstreams, catalog);
        assertThat(upstreams.find("mail")).isPresent();
        assertThat(catalog.hasServer("mail")).isTrue();
    }

    @Test
    @ChangesBehaviour("mehari.servers.concurrent-starts")
    void asManyServersAreStartedAtATimeAsIsSet() throws Exception {
        Path file = directory.resolve("servers.json");
        Files.writeString(
                file,
                "{\"mcpServers\": {\"a\": {\"command\": \"x\"}, \"b\": {\"command\": \"x\"}, \"c\": {\"command\": \"x\"}}}");
        start();
        Upstreams upstreams = new Upstreams();
        startWith(new ServersSettings(file, 3, concurrentStarts(2), 2, 0, false), upstreams, new ToolCatalog());
        assertThat(upstreams.all())
                .extracting(upstream -> ((FakeUpstream) upstream).starts.get())
                .containsExactly(1, 1, 0);
    }

    private static int concurrentStarts(int value) {
        return bind("mehari.servers", ServersSettings.class, "mehari.servers.concurrent-starts", value)
                .concurrentStarts();
    }

    @Test
    @ChangesBehaviour("mehari.servers.strict")
    void aProblemInsideAnEntryLeavesItsServerOutUnlessToldToBeStrict() throws Exception {
        Path file = directory.resolve("servers.json");
        Files.writeString(file, "{\"mcpServers\": {\"a\": {\"comand\": \"x\"}, \"b\": {\"command\": \"x\"}}}");
        start();
        Upstreams upstreams = new Upstreams();
        startWith(file, upstreams, new ToolCatalog());
        assertThat(upstreams.find("a").orElseThrow().settings().problem().orElseThrow())
                .contains("line 1", "$.mcpServers.a.comand: unknown key; did you mean command?");
        assertThat(upstreams.find("b").orElseThrow().settings().problem()).isEmpty();
        ServersSettings strict = bind("mehari.servers", ServersSettings.class, "mehari.servers.strict", true);
        assertThatThrownBy(() -> startWith(
                        new ServersSettings(file, 3, 10, 2, 0, strict.strict()), new Upstreams(), new ToolCatalog()))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("did you mean command?");
    }

    @Test
    void aFileThatIsSetAndNotThereEndsTheStart() throws Exception {
        start();
        assertThatThrownBy(() -> startWith(directory.resolve("none.json"), new Upstreams(), new ToolCatalog()))
                .isInstanceOf(InvalidConfigurationException.class)
                .hasMessageContaining("none.json");
    }

    private void startWith(Path file, Upstreams upstreams, ToolCatalog catalog) {
        startWith(bind("mehari.servers", ServersSettings.class, "mehari.servers.file", file), upstreams, catalog);
    }

    private void startWith(ServersSettings settings, Upstreams upstreams, ToolCatalog catalog) {
        McpServersFile reader =
                McpServersFile.of(Duration.ofMinutes(5), ServersSettings.of(new MockEnvironment()), Map.of());
        StartSummary summary = new StartSummary(catalog, new ManualTimer(), line -> {});
        UpstreamSupervisor supervisor = new UpstreamSupervisor(
                upstreams,
                catalog,
                new OfferCatalog(),
                (server, listener) -> new FakeUpstream(server),
                new ConnectQueue(settings.concurrentStarts(), Duration.ofSeconds(20), new ManualTimer()),
                new ConnectionDrain(Duration.ofSeconds(30), new ManualTimer()),
                new UpstreamLog(Clock.systemUTC()),
                summary,
                name -> {},
                () -> CompletableFuture.completedFuture(null));
        new GatewayStart(
                        reader,
                        settings,
                        LaunchOptions.NONE,
                        supervisor,
                        new ConfiguredServers(),
                        gateway.generations,
                        gateway.fixedSets(context -> CompletableFuture.completedFuture(null)),
                        new RouteFiles(gateway.routes),
                        Libraries.none(),
                        summary,
                        Optional.empty())
                .beforeApplicationStart(new DefaultCamelContext());
    }

    private static <T> T bind(String prefix, Class<T> type, String key, Object value) {
        return new Binder(new MapConfigurationPropertySource(Map.of(key, value.toString())))
                .bind(prefix, type)
                .get();
    }

    private void start(String... properties) throws Exception {
        gateway = new GatewayFixture(
                directory,
                Tools.settings(
                        "files", Tools.limits().total(Duration.ofMillis(100)).build()),
                properties);
        gateway.upstream.answerWith(call -> call.answer("fine"));
        gateway.reload();
    }
}
