package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.security.KeyHash;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayUnderTest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Keys that come, go and end while a gateway runs, and wrong ones. */
@ExtendWith(OutputCaptureExtension.class)
class KeysOverHttpIT {
    private static final String TIME = "/camel/current_time";

    @TempDir
    private Path directory;

    private final Gate gate = new Gate();
    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = directory.resolve("keys.yaml");
        write(entry("one-key", "one"));
    }

    @AfterEach
    void open() {
        gate.open();
    }

    /** The call that runs ends as if nothing had happened, the next one is refused. */
    @Test
    @ChangesBehaviour("mehari.security.keys-file")
    void revokesAKeyWhileItsCallRuns(CapturedOutput log) throws Exception {
        Path routes = RouteEdit.copyTo(directory)
                .write("tools/held.camel.yaml", Gate.toolRoute("held", "- process:\n    ref: gate"))
                .directory();
        try (GatewayUnderTest gateway = start(Map.of("mehari.routes.directory", routes.toString()))) {
            CompletableFuture<HttpResponse<String>> held =
                    CompletableFuture.supplyAsync(() -> send(gateway, "/camel/held", "one-key"));
            await().until(() -> gate.waiting() == 1);
            assertThat(send(gateway, TIME, "other-key").statusCode()).isEqualTo(401);
            write(entry("other-key", "other"));
            await().until(() -> send(gateway, TIME, "one-key").statusCode() == 401);

            assertThat(send(gateway, TIME, "other-key").statusCode()).isEqualTo(200);
            gate.open();
            assertThat(held.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
            assertThat(send(gateway, "/camel/held", "one-key").statusCode()).isEqualTo(401);
            await().until(() -> log.getAll().contains("keys.yaml has changed: 1 API key in it holds now"));
        }
    }

    @Test
    void goesOnWithTheKeysItHasWhileTheFileIsBad(CapturedOutput log) throws Exception {
        try (GatewayUnderTest gateway = start(Map.of())) {
            assertThat(health(gateway)).contains("\"keys\":{\"status\":\"healthy\"}");
            write("- {name: one, sha256: one-key, scopes: [call]}");
            await().until(() -> health(gateway).contains("sha256 must be the 64 hexadecimal digits"));

            assertThat(health(gateway)).contains("degraded", "line 1, column 23", "go on to hold");
            assertThat(send(gateway, TIME, "one-key").statusCode()).isEqualTo(200);
            assertThat(gateway.get("/health").body())
                    .contains("\"keys\":{\"status\":\"unhealthy\"}")
                    .doesNotContain("keys.yaml");

            write("");
            await().until(() -> send(gateway, TIME, "one-key").statusCode() == 401);
            assertThat(health(gateway)).contains("\"keys\":{\"status\":\"healthy\"}");
            assertThat(log.getAll()).contains("sha256 must be").doesNotContain("one-key");
        }
    }

    @Test
    @ChangesBehaviour("mehari.security.keys.expires")
    void refusesAKeyThatHasExpired(CapturedOutput log) throws IOException {
        write("");
        try (GatewayUnderTest gateway = start(key(0, "old-key", "old", "2026-01-31"))) {
            HttpResponse<String> old = send(gateway, TIME, "old-key");
            HttpResponse<String> wrong = send(gateway, TIME, "old-kez");

            assertThat(old.statusCode()).isEqualTo(401);
            assertThat(old.body()).contains("The API key old has expired at 2026-02-01T00:00:00Z");
            assertThat(wrong.statusCode()).isEqualTo(401);
            assertThat(wrong.body()).doesNotContain("expired").doesNotContain("old");
            assertThat(log.getAll()).contains("The API key old has expired");
        }
    }

    @Test
    @ChangesBehaviour("mehari.security.throttle.failures")
    @ChangesBehaviour("mehari.security.throttle.window")
    void makesAddressesWaitThatShowTooManyWrongKeys(CapturedOutput log) {
        Map<String, String> throttle =
                Map.of("mehari.security.throttle.failures", "2", "mehari.security.throttle.window", "1h");
        try (GatewayUnderTest gateway = start(throttle)) {
            for (int i = 0; i < 2; i++) {
                assertThat(send(gateway, TIME, "wrong-key-" + i).statusCode()).isEqualTo(401);
            }
            HttpResponse<String> waits = send(gateway, TIME, "wrong-key-2");

            assertThat(waits.statusCode()).isEqualTo(429);
            assertThat(waits.headers().firstValueAsLong("retry-after").orElseThrow())
                    .isBetween(3_000L, 3_600L);
            assertThat(send(gateway, TIME, "one-key").statusCode()).isEqualTo(200);
            assertThat(log.getAll())
                    .contains("Requests with an unknown API key: 1 since")
                    .doesNotContain("wrong-key");
        }
    }

    @Test
    @ChangesBehaviour("mehari.rest.compat")
    void answersWrongKeysAsMcpoWhereThatIsAskedFor() {
        try (GatewayUnderTest gateway = start(Map.of("mehari.rest.compat", "exact"))) {
            HttpResponse<String> wrong = send(gateway, TIME, "wrong-key");

            assertThat(wrong.statusCode()).isEqualTo(403);
            assertThat(wrong.body()).isEqualTo("{\"detail\":\"Invalid API key\"}");
            assertThat(send(gateway, "/camel/nope", "wrong-key").statusCode()).isEqualTo(404);
        }
    }

    @Test
    void doesNotStartWithABadFile() throws IOException {
        write("- {name: one, sha256: one-key, scopes: [call]}\n- {name: two}");
        RefusedStart refused = RefusedStart.of(directory, Map.of("mehari.security.keys-file", file.toString()));

        assertThat(refused.description())
                .contains("keys.yaml, line 1, column 23: sha256 must be the 64 hexadecimal digits of a SHA-256")
                .contains("keys.yaml, line 2, column 3: sha256 is missing")
                .doesNotContain("one-key");
    }

    /** Nobody may use it, and nobody may use it without a key either. */
    @Test
    void opensNothingWithAFileThatListsNoKey() throws IOException {
        write("");
        try (GatewayUnderTest gateway = GatewayUnderTest.start(
                directory, "{\"mcpServers\":{}}", Map.of("mehari.security.keys-file", file.toString()))) {
            assertThat(gateway.post(TIME, "{}").statusCode()).isEqualTo(401);
            assertThat(gateway.get("/api/v1/admin/dead-letters").statusCode()).isEqualTo(401);
        }
    }

    private GatewayUnderTest start(Map<String, String> overrides) {
        Map<String, String> keys = new HashMap<>(key(1, "watch-key", "watch", null));
        if (!overrides.containsKey("mehari.security.keys[0].name")) {
            keys.putAll(key(0, "boss-key", "boss", null));
        }
        keys.put("mehari.security.keys[1].scopes", "monitor");
        keys.put("mehari.security.keys-file", file.toString());
        keys.put("logging.level.io.mehari", "INFO");
        keys.putAll(overrides);
        return GatewayUnderTest.start(
                directory,
                "{\"mcpServers\":{}}",
                keys,
                application -> application.registerBean("gate", Gate.class, () -> gate));
    }

    private static Map<String, String> key(int index, String key, String name, String expires) {
        String entry = "mehari.security.keys[" + index + "].";
        Map<String, String> keys = new HashMap<>(
                Map.of(entry + "name", name, entry + "sha256", KeyHash.of(key), entry + "scopes", "call"));
        if (expires != null) {
            keys.put(entry + "expires", expires);
        }
        return keys;
    }

    private static String entry(String key, String name) {
        return "- {name: %s, sha256: %s, scopes: [call]}\n".formatted(name, KeyHash.of(key));
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
    }

    private static String health(GatewayUnderTest gateway) {
        return gateway.send(gateway.request("/health").header("Authorization", "Bearer watch-key"))
                .body();
    }

    private static HttpResponse<String> send(GatewayUnderTest gateway, String path, String key) {
        return gateway.send(
                gateway.request(path).header("Authorization", "Bearer " + key).POST(BodyPublishers.ofString("{}")));
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100));
    }
}
