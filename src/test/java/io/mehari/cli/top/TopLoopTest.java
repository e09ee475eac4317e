package io.mehari.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.cli.CommandRun;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** {@code mehari top} at a terminal of the test's own, over a real WebSocket. */
class TopLoopTest {
    private static final String EVENT = "{\"type\":\"call_completed\",\"topic\":\"calls\",\"timestamp\":"
            + "\"2026-11-26T12:34:56.789Z\",\"payload\":{\"server\":\"files\",\"tool\":\"read_it\",\"outcome\":\"success\","
            + "\"duration_ms\":12.5}}";

    private final FakeTerminal terminal = new FakeTerminal();
    private FakeGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = gateway(0);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    private static FakeGateway gateway(int port) throws Exception {
        FakeGateway fake = new FakeGateway(port);
        fake.answers.put(
                "get_stats",
                "{\"calls_per_second\":3.5,\"uptime_seconds\":5000,\"health\":"
                        + "{\"status\":\"healthy\",\"score\":97},\"latency_ms\":{\"p50\":1.5,\"p95\":null}}");
        fake.answers.put(
                "list_upstreams",
                "{\"servers\":[{\"name\":\"files\",\"state\":\"waiting\",\"tools\":4,"
                        + "\"last_error\":\"\\u001b[31mgone\",\"breakers\":[{\"tool\":\"read_it\",\"state\":\"open\",\"calls\":9,"
                        + "\"next_trial_at\":\"2026-11-26T12:35:00Z\"}]}]}");
        fake.answers.put(
                "list_routes",
                "{\"routes\":[{\"id\":\"tool-call\",\"state\":\"started\",\"statistics\":"
                        + "{\"completed\":77,\"failed\":1,\"in_flight\":2,\"p95_ms\":4.25}}]}");
        fake.answers.put("event", EVENT);
        return fake;
    }

    private CompletableFuture<Void> run(Optional<String> key) {
        URI address = URI.create("ws://127.0.0.1:" + gateway.port() + "/ws");
        return CompletableFuture.runAsync(() -> {
            try (LiveFeed feed = new LiveFeed(address, key, System.nanoTime())) {
                new TopLoop(feed, terminal, System::nanoTime).run();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        });
    }

    private String screen() {
        return String.join("\n", terminal.screen());
    }

    private void awaitScreen(String... texts) {
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(screen()).contains(texts));
    }

    @Test
    @DisplayName("S0.8: mehari top shows upstreams, calls, breakers and routes live, and ends with q")
    void showsWhatHappens() throws Exception {
        CompletableFuture<Void> top = run(Optional.of("secret"));
        awaitScreen(
                "up 1 h 23 min  health healthy 97",
                "calls/s 3.5",
                "p50 1.5  p95 -",
                "files     waiting",
                "?[31mgone",
                "files/read_it  open",
                "12:35:00",
                "tool-call  started  77",
                "12:34:56  files/read_it  success  12.5",
                "q quit");
        assertThat(terminal.screen())
                .hasSize(24)
                .allSatisfy(
                        line -> assertThat(line).hasSizeLessThanOrEqualTo(80).doesNotContain("\u001b"));
        assertThat(gateway.heads.get(0)).contains("Authorization: Bearer secret");
        terminal.press('r');
        Awaitility.await()
                .untilAsserted(() -> assertThat(screen()).contains("tool-call").doesNotContain("waiting", "12:34:56"));
        terminal.press('a');
        awaitScreen("waiting");
        terminal.press('q');
        top.get(20, TimeUnit.SECONDS);
    }

    @Test
    @DisplayName("S0.8: mehari top says that the gateway is away, and comes back by itself")
    void comesBack() throws Exception {
        CompletableFuture<Void> top = run(Optional.empty());
        awaitScreen("tool-call");
        int port = gateway.port();
        gateway.close();
        awaitScreen("THE GATEWAY IS AWAY", "Next attempt in", "tool-call");
        gateway = gateway(port);
        Awaitility.await()
                .atMost(20, TimeUnit.SECONDS)
                .untilAsserted(() -> assertThat(screen()).contains("tool-call").doesNotContain("AWAY"));
        terminal.press(Terminal.END);
        top.get(20, TimeUnit.SECONDS);
    }

    @Test
    void saysWhatIsRefused() throws Exception {
        gateway.answers.put("get_stats", "1,\"error\":{\"code\":\"forbidden\",\"message\":\"agent lacks the scope\"}");
        gateway.answers.put("list_upstreams", gateway.answers.get("get_stats"));
        gateway.answers.put("list_routes", gateway.answers.get("get_stats"));
        gateway.answers.put("subscribe", gateway.answers.get("get_stats"));
        CompletableFuture<Void> top = run(Optional.empty());
        awaitScreen("it says: agent lacks the scope");
        terminal.press(3);
        top.get(20, TimeUnit.SECONDS);
    }

    @Test
    void nothingThere() throws Exception {
        gateway.close();
        CompletableFuture<Void> top = run(Optional.empty());
        awaitScreen("THE GATEWAY IS AWAY: nothing answers there");
        terminal.press('Q');
        top.get(20, TimeUnit.SECONDS);
    }

    @Test
    void refusesAnAddressThatIsNone() {
        assertThat(CommandRun.of(Map.of(), "top", "--url", "nowhere").err()).contains("http://127.0.0.1:8765");
        assertThat(CommandRun.of(Map.of(), "top", "--url", "ftp://x").status()).isEqualTo(2);
    }
}
