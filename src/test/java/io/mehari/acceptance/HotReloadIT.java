package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.event.EventQueue;
import io.mehari.event.FixedRoutesChanged;
import io.mehari.event.GatewayEvents;
import io.mehari.event.ReloadEvent;
import io.mehari.event.RoutesChanged;
import io.mehari.event.RoutesRefused;
import io.mehari.event.ServersChanged;
import io.mehari.event.ServersRefused;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.Trials;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.support.GenericApplicationContext;

/** Files that are dropped take effect while calls go on: none fails, none is executed twice. */
class HotReloadIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int SWAPS = Trials.count(4, 20);
    private static final int CALLERS = 2;
    private static final String ECHO = "io.mehari.bench.EchoServer";
    private static final String TOOL = "tools/swap.camel.yaml";
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":\"pong-1\",\"method\":\"ping\"}";

    @TempDir
    static Path directory;

    private static final AtomicReference<GenericApplicationContext> BEANS = new AtomicReference<>();
    private static GatewayUnderTest gateway;
    private static RouteEdit routes;
    private static EventQueue<ReloadEvent> told;

    private final AtomicInteger ids = new AtomicInteger();
    private final AtomicBoolean over = new AtomicBoolean();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() {
        routes = RouteEdit.copyTo(directory);
        routes.write(TOOL, tool("0"));
        gateway = GatewayUnderTest.start(
                        directory,
                        servers().toString(),
                        Map.of(
                                "mehari.reload.enabled",
                                "true",
                                "mehari.reload.debounce",
                                "200ms",
                                "mehari.reload.config",
                                directory.toString(),
                                "mehari.routes.directory",
                                routes.directory().toString()),
                        BEANS::set)
                .awaitTools(List.of("echo"));
        told = BEANS.get().getBean(GatewayEvents.class).subscribe(ReloadEvent.class, 100);
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
        gateway = null;
        BEANS.set(null);
        told = null;
    }

    /** Watching begins two seconds after the start: a file that is written before is found then. */
    @BeforeEach
    void forget() {
        told.drain(100);
    }

    @Test
    @DisplayName("S0.7: routes and servers change by files, without a lost call")
    @ChangesBehaviour("mehari.reload.enabled")
    @ChangesBehaviour("mehari.reload.config")
    @ChangesBehaviour("mehari.reload.debounce")
    void callsGoOnWhileFilesChange() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Future<?>> running = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                running.add(callers.submit(this::callUntilOver));
            }
            for (int swap = 1; swap <= SWAPS; swap++) {
                routes.write(TOOL, tool(String.valueOf(swap)));
                await(RoutesChanged.class);
                assertThat(gateway.post("/camel/swap", "{}").body()).contains("version " + swap);
            }
            changeServers();
            int before = ids.get();
            Awaitility.await().atMost(LIMIT).until(() -> ids.get() > before + 100);
            over.set(true);
            for (Future<?> caller : running) {
                caller.get();
            }
        } finally {
            over.set(true);
            callers.shutdown();
        }
        List<String> executed = executed("\\d+");
        System.out.println("Swaps " + SWAPS + ", calls " + ids.get() + ", failed " + failures.size() + ", executed "
                + executed.size());
        assertThat(failures).isEmpty();
        assertThat(executed).doesNotHaveDuplicates().hasSize(ids.get());
    }

    /** Five changes: a server comes, one changes, one has a wrong entry, one changes again, one goes. */
    private static void changeServers() throws IOException {
        assertThat(writeServers(servers().java("two", ECHO)).added()).containsExactly("two");
        gateway.awaitTools(List.of("two"));
        assertThat(writeServers(changedEcho("two", "60s")).changed()).containsExactly("echo");
        ServersChanged wrong = writeServers(changedEcho("three", "60s").with("two", entry -> entry.put("comand", "x")));
        assertThat(wrong.kept()).containsExactly("two");
        assertThat(wrong.added()).containsExactly("three");
        assertThat(gateway.get("/health").body()).contains("two goes on with the settings before");
        assertThat(gateway.post("/two/echo", "{\"message\": \"still\"}").statusCode())
                .isEqualTo(200);
        assertThat(writeServers(changedEcho("three", "61s")).removed()).containsExactly("two");
        assertThat(writeServers(servers()).removed()).containsExactly("three");
    }

    @Test
    void brokenFilesChangeNothingAndAreToldEverywhere() throws Exception {
        routes.write("tools/broken.camel.yaml", "- route: {id: broken, from: [");
        RoutesRefused refused = await(RoutesRefused.class);
        assertThat(refused.reason()).contains("tools/broken.camel.yaml", "line 1");
        assertThat(gateway.get("/diagnostics").body()).contains("tools/broken.camel.yaml");
        Files.writeString(directory.resolve("mcp-servers.json"), "{\"mcpServers\": {\"echo\"");
        assertThat(await(ServersRefused.class).reason()).contains("mcp-servers.json", "line 1", "not JSON");
        assertThat(gateway.get("/diagnostics").body()).contains("not JSON");
        assertThat(gateway.post("/camel/swap", "{}").statusCode()).isEqualTo(200);
        Files.delete(routes.directory().resolve("tools/broken.camel.yaml"));
        replace(servers());
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(gateway.get("/diagnostics").body()).doesNotContain("broken.camel.yaml", "not JSON"));
    }

    @Test
    @DisplayName("S0.7: the ways in change by files while connections come and go: none is refused, no call is lost")
    void waysInChangeWhileConnectionsComeAndGo() throws Exception {
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        try (EventLines before = EventLines.open(gateway.base(), "/sse")) {
            String messages = before.await("data: /messages").substring("data: ".length());
            List<Future<?>> running = new ArrayList<>();
            for (int caller = 0; caller < CALLERS; caller++) {
                running.add(callers.submit(this::callOnConnectionsUntilOver));
            }
            String rest = routes.read("endpoint/rest.camel.yaml");
            for (int swap = 1; swap <= SWAPS; swap++) {
                routes.write("endpoint/rest.camel.yaml", "# Swap " + swap + "\n" + rest);
                await(FixedRoutesChanged.class);
            }
            String sse = routes.read("endpoint/mcp-sse.camel.yaml");
            routes.write("endpoint/mcp-sse.camel.yaml", "# Switched off\n");
            await(FixedRoutesChanged.class);
            assertThat(gateway.get("/sse").statusCode()).isEqualTo(404);
            routes.write("endpoint/mcp-sse.camel.yaml", sse);
            await(FixedRoutesChanged.class);
            routes.write("endpoint/rest.camel.yaml", rest.replace("ref: restReply", "ref: restReplies"));
            assertThat(await(RoutesRefused.class).reason()).contains("endpoint/rest.camel.yaml", "restReply");
            routes.write("endpoint/rest.camel.yaml", rest);
            assertThat(gateway.post(messages, PING).statusCode()).isEqualTo(202);
            assertThat(before.await("\"pong-1\""))
                    .as("a stream that was open before")
                    .isNotEmpty();
            int calls = ids.get();
            Awaitility.await().atMost(LIMIT).until(() -> ids.get() > calls + 100);
            over.set(true);
            for (Future<?> caller : running) {
                caller.get();
            }
        } finally {
            over.set(true);
            callers.shutdown();
        }
        System.out.println(
                "Swaps of ways in " + (SWAPS + 2) + ", connections " + ids.get() + ", failed " + failures.size());
        assertThat(failures).isEmpty();
        assertThat(executed("c\\d+")).doesNotHaveDuplicates().hasSize(ids.get());
    }

    private static List<String> executed(String ids) throws IOException {
        try (Stream<String> lines = Files.lines(directory.resolve("executions"))) {
            return lines.filter(line -> line.matches(ids)).toList();
        }
    }

    /** Each call on a connection of its own. */
    private void callOnConnectionsUntilOver() {
        while (!over.get()) {
            int id = ids.incrementAndGet();
            String body = "{\"message\":\"m" + id + "\",\"id\":\"c" + id + "\"}";
            try (Socket socket =
                    new Socket(gateway.base().getHost(), gateway.base().getPort())) {
                socket.setSoTimeout((int) LIMIT.toMillis());
                socket.getOutputStream()
                        .write(("POST /echo/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                        + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                                .getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
                if (!answer.startsWith("HTTP/1.1 200 ") || !answer.endsWith("\"m" + id + "\"")) {
                    failures.add(id + ": " + answer);
                }
            } catch (IOException e) {
                failures.add(id + ": " + e);
            }
        }
    }

    private void callUntilOver() {
        while (!over.get()) {
            int id = ids.incrementAndGet();
            try {
                var reply = gateway.post("/echo/echo", "{\"message\":\"m" + id + "\",\"id\":\"" + id + "\"}");
                if (reply.statusCode() != 200 || !reply.body().equals("\"m" + id + "\"")) {
                    failures.add(id + ": " + reply.statusCode() + " " + reply.body());
                }
                var tool = gateway.post("/camel/swap", "{}");
                if (tool.statusCode() != 200 || !tool.body().contains("version ")) {
                    failures.add("swap: " + tool.statusCode() + " " + tool.body());
                }
            } catch (RuntimeException e) {
                failures.add(id + ": " + e);
            }
        }
    }

    private static ServersChanged writeServers(Servers servers) throws IOException {
        replace(servers);
        return await(ServersChanged.class);
    }

    /** As careful programs do: written beside, then moved into its place. */
    private static void replace(Servers servers) throws IOException {
        Path beside = Files.writeString(directory.resolve("mcp-servers.json.tmp"), servers.toString());
        Files.move(beside, directory.resolve("mcp-servers.json"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static <E extends ReloadEvent> E await(Class<E> type) {
        AtomicReference<E> found = new AtomicReference<>();
        Awaitility.await(type.getSimpleName())
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(10))
                .until(() -> {
                    told.drain(100).stream()
                            .filter(type::isInstance)
                            .map(type::cast)
                            .forEach(found::set);
                    return found.get() != null;
                });
        return found.get();
    }

    private static Servers servers() {
        return new Servers()
                .java("echo", ECHO, "--log", directory.resolve("executions").toString());
    }

    private static Servers changedEcho(String other, String attempt) {
        return new Servers()
                .java(
                        "echo",
                        entry -> entry.putObject("timeout").put("attempt", attempt),
                        ECHO,
                        "--log",
                        directory.resolve("executions").toString())
                .java(other, ECHO);
    }

    private static String tool(String version) {
        return """
                # A tool that says which version of its file serves.
                - route:
                    id: swap
                    description: Says its version
                    from:
                      uri: ai-tool:swap
                      parameters:
                        description: Says its version
                      steps:
                        - setBody:
                            constant: version %s
                """.formatted(version);
    }
}
