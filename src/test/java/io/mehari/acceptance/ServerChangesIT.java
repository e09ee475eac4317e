package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.component.generation.RunningGeneration;
import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.servers.ServerChanges;
import io.mehari.servers.ServerRegistry;
import io.mehari.support.GatewayUnderTest;
import io.mehari.upstream.Upstreams;
import io.mehari.upstream.stdio.FaultyServer;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.io.ByteArrayResource;

/** Processes that are added, changed and removed while calls go through them. */
class ServerChangesIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String FAULTY = FaultyServer.class.getName();
    private static final String LONG_CALL = "{\"times\": 15}";

    @TempDir
    static Path directory;

    private static final AtomicReference<GenericApplicationContext> BEANS = new AtomicReference<>();
    private static GatewayUnderTest gateway;
    private static long processesBefore;

    private final AtomicBoolean calling = new AtomicBoolean(true);
    private final Queue<String> lost = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() {
        processesBefore = processes();
        gateway = GatewayUnderTest.start(
                        directory,
                        new Servers()
                                .java("stays", FAULTY, "tools", "returns-arguments")
                                .java("changes", FAULTY, "tools", "returns-arguments", "steady-progress")
                                .java("goes", FAULTY, "tools", "returns-arguments", "steady-progress")
                                .toString(),
                        Map.of(),
                        BEANS::set)
                .awaitTools(List.of("stays", "changes", "goes"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        BEANS.set(null);
    }

    @Test
    void noCallIsLostWhileServersComeChangeAndGo() {
        AtomicInteger toThatStays = new AtomicInteger();
        AtomicInteger toThatChanges = new AtomicInteger();
        List<CompletableFuture<Void>> callers = List.of(
                CompletableFuture.runAsync(() -> callWithoutPause("stays", toThatStays)),
                CompletableFuture.runAsync(() -> callWithoutPause("changes", toThatChanges)));
        CompletableFuture<HttpResponse<String>> inThatChanges = longCall("changes");
        CompletableFuture<HttpResponse<String>> inThatGoes = longCall("goes");
        awaitInFlight("changes");
        awaitInFlight("goes");

        CompletableFuture<Void> change = apply(new Servers()
                .java("stays", FAULTY, "tools", "returns-arguments")
                .java("changes", FAULTY, "tools", "returns-arguments", "ok")
                .java("comes", FAULTY, "tools", "returns-arguments"));
        gateway.awaitTools(List.of("comes"));
        assertThat(call("goes").statusCode()).isEqualTo(404);
        change.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(
                                gateway.get("/api/v1/tools?server=changes").body())
                        .contains("\"ok\""));
        int before = toThatChanges.get();
        Awaitility.await().atMost(LIMIT).until(() -> toThatChanges.get() > before + 20);
        calling.set(false);
        callers.forEach(
                caller -> caller.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join());

        assertThat(lost).isEmpty();
        assertThat(toThatStays).hasPositiveValue();
        assertThat(inThatChanges.join().statusCode()).isEqualTo(200);
        assertThat(inThatGoes.join().statusCode()).isEqualTo(200);
        assertThat(call("comes").body()).contains("\"call\":1");
        assertThat(routeOf("comes")).isTrue();
        assertThat(routeOf("goes")).isFalse();
        assertThat(processes()).isEqualTo(processesBefore + 3);
    }

    private void callWithoutPause(String server, AtomicInteger answered) {
        while (calling.get()) {
            HttpResponse<String> answer = call(server);
            if (answer.statusCode() == 200) {
                answered.incrementAndGet();
            } else {
                lost.add(answer.statusCode() + " " + answer.body());
            }
        }
    }

    private static HttpResponse<String> call(String server) {
        return gateway.post("/" + server + "/returns-arguments", "{\"call\": 1}");
    }

    private static CompletableFuture<HttpResponse<String>> longCall(String server) {
        return CompletableFuture.supplyAsync(() -> gateway.post("/" + server + "/steady-progress", LONG_CALL));
    }

    private static void awaitInFlight(String server) {
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> upstreams().find(server).orElseThrow().status().inFlight() > 0);
    }

    private static CompletableFuture<Void> apply(Servers wanted) {
        ServerRegistry registry = BEANS.get().getBean(ServerRegistry.class);
        byte[] file = wanted.toString().getBytes(StandardCharsets.UTF_8);
        return registry.apply(ServerChanges.between(
                registry.settings(), BEANS.get().getBean(McpServersFile.class).read(new ByteArrayResource(file))));
    }

    private static Upstreams upstreams() {
        return BEANS.get().getBean(Upstreams.class);
    }

    private static boolean routeOf(String server) {
        return BEANS.get()
                        .getBean(RunningGeneration.class)
                        .current()
                        .orElseThrow()
                        .context()
                        .getRoute("upstream-" + server)
                != null;
    }

    private static long processes() {
        return ProcessHandle.current().descendants().count();
    }
}
