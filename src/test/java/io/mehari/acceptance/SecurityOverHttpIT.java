package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayUnderTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what, against running gateways: without keys, with keys, and in strict mode. */
class SecurityOverHttpIT {
    private static final String NO_SERVERS = "{\"mcpServers\":{}}";
    private static final String PAGE = "https://app.example.com";

    @TempDir
    static Path directory;

    private static GatewayUnderTest open;
    private static GatewayUnderTest keyed;
    private static GatewayUnderTest strict;

    @BeforeAll
    static void start() throws Exception {
        open = start("open", Map.of());
        keyed = start("keyed", keys(Map.of("mehari.security.allowed-origins", PAGE)));
        strict = start("strict", keys(Map.of("mehari.security.strict", "true")));
    }

    @AfterAll
    static void stop() {
        open.close();
        keyed.close();
        strict.close();
    }

    private static GatewayUnderTest start(String name, Map<String, String> keys) throws IOException {
        return GatewayUnderTest.start(Files.createDirectory(directory.resolve(name)), NO_SERVERS, keys);
    }

    private static Map<String, String> keys(Map<String, String> others) throws Exception {
        Map<String, String> keys = new HashMap<>(others);
        int index = 0;
        for (String scope : new String[] {"call", "monitor", "admin"}) {
            String key = "mehari.security.keys[" + index++ + "].";
            keys.put(key + "name", scope + "-holder");
            keys.put(key + "sha256", sha256(scope + "-key"));
            keys.put(key + "scopes", scope);
        }
        return keys;
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "POST, /camel/current_time,              -,           200, 401, 401",
                "POST, /camel/current_time,              wrong-key,   200, 401, 401",
                "POST, /camel/current_time,              monitor-key, 200, 403, 403",
                "POST, /camel/current_time,              call-key,    200, 200, 200",
                "POST, /api/v1/tools/camel/current_time, -,           200, 401, 401",
                "POST, /api/v1/tools/camel/current_time, admin-key,   200, 403, 403",
                "POST, /api/v1/tools/camel/current_time, call-key,    200, 200, 200",
                "GET,  /api/v1/tools,                    -,           200, 401, 401",
                "GET,  /api/v1/servers,                  call-key,    200, 200, 200",
                "GET,  /api/v1/admin/dead-letters,       -,           200, 401, 401",
                "GET,  /api/v1/admin/dead-letters,       call-key,    200, 403, 403",
                "GET,  /api/v1/admin/dead-letters,       monitor-key, 200, 200, 200",
                "GET,  /api/v1/admin/dead-letters/1,     monitor-key, 404, 404, 404",
                "POST, /api/v1/admin/dead-letters/1/replay, monitor-key, 404, 403, 403",
                "POST, /api/v1/admin/dead-letters/1/replay, admin-key, 404, 404, 404",
                "POST, /api/v1/admin/dead-letters/discard, monitor-key, 422, 403, 403",
                "POST, /api/v1/admin/routes/reload,      call-key,    200, 403, 403",
                "POST, /api/v1/admin/routes/reload,      admin-key,   200, 200, 200",
                "GET,  /,                                -,           200, 200, 401",
                "GET,  /health,                          -,           200, 200, 401",
                "GET,  /health,                          call-key,    200, 200, 200",
                "GET,  /health/live,                     -,           200, 200, 200",
                "OPTIONS, /camel/current_time,           -,           204, 204, 204",
            })
    @ChangesBehaviour("mehari.security.keys")
    @ChangesBehaviour("mehari.security.keys.name")
    @ChangesBehaviour("mehari.security.keys.sha256")
    @ChangesBehaviour("mehari.security.keys.scopes")
    @ChangesBehaviour("mehari.security.strict")
    void asksForTheKeyAndScopeOfThePath(
            String method, String path, String key, int withoutKeys, int withKeys, int inStrictMode) {
        assertThat(send(open, method, path, key).statusCode()).isEqualTo(withoutKeys);
        assertRefusalIsExplained(send(keyed, method, path, key), withKeys);
        assertRefusalIsExplained(send(strict, method, path, key), inStrictMode);
    }

    private static void assertRefusalIsExplained(HttpResponse<String> reply, int status) {
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        if (status == 401) {
            assertThat(reply.headers().firstValue("www-authenticate")).hasValue("Bearer");
            assertThat(reply.body()).contains("\"code\":\"unauthenticated\"", "\"request_id\":");
        }
        if (status == 403) {
            assertThat(reply.body()).contains("\"code\":\"forbidden\"", "-holder lacks the scope");
        }
        CallAnswer.requireNoInsides(reply.body());
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"})
    void keepsAdminPathsFromProxiesWhileThereAreNoKeys(String header) {
        for (String path : new String[] {"/api/v1/admin/alerts/thresholds", "/api/v1/admin/routes"}) {
            HttpResponse<String> reply = open.send(open.request(path).header(header, "203.0.113.7"));
            assertThat(reply.statusCode()).isEqualTo(403);
            assertThat(reply.body()).contains("came through a proxy", "mehari.security.keys");
            assertThat(keyed.send(keyed.request(path)
                                    .header(header, "203.0.113.7")
                                    .header("Authorization", "Bearer admin-key"))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost.evil.example", "127.0.0.1.nip.io:80", "0.0.0.0", ""})
    void refusesNamesOfOthers(String host) throws IOException {
        for (String path : new String[] {"/api/v1/tools", "/camel/current_time", "/health"}) {
            String reply = raw("GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");
            assertThat(reply).startsWith("HTTP/1.1 403 ").contains("Host header must be localhost");
        }
    }

    @Test
    @ChangesBehaviour("mehari.security.allowed-origins")
    void letsOnlyListedPagesIn() {
        assertThat(open.send(open.request("/health").header("Origin", PAGE)).statusCode())
                .isEqualTo(403);
        HttpResponse<String> listed = keyed.send(keyed.request("/health").header("Origin", PAGE));
        assertThat(listed.statusCode()).isEqualTo(200);
        assertThat(listed.headers().firstValue("access-control-allow-origin")).hasValue(PAGE);
        HttpResponse<String> evil = keyed.send(keyed.request("/camel/current_time")
                .header("Origin", "https://evil.example")
                .header("Authorization", "Bearer call-key")
                .POST(BodyPublishers.ofString("{}")));
        assertThat(evil.statusCode()).isEqualTo(403);
        assertThat(evil.body()).contains("mehari.security.allowed-origins");
        assertThat(evil.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::"})
    @ChangesBehaviour("mehari.data.host")
    void doesNotServeTheNetworkWithoutKeys(String host) throws IOException {
        Path own = Files.createTempDirectory(directory, "network");
        RefusedStart refused = RefusedStart.of(own, Map.of("mehari.data.host", host));
        assertThat(refused.description())
                .contains("mehari.data.host is " + host, "other machines can reach", "mehari.security.keys is empty");
        assertThat(refused.action()).contains("Configure a key", "bind 127.0.0.1");
    }

    @Test
    void servesTheNetworkWithKeys() throws Exception {
        Path own = Files.createTempDirectory(directory, "network");
        try (GatewayUnderTest gateway =
                GatewayUnderTest.start(own, NO_SERVERS, keys(Map.of("mehari.data.host", "0.0.0.0")))) {
            assertThat(send(gateway, "POST", "/camel/current_time", null).statusCode())
                    .isEqualTo(401);
            assertThat(send(gateway, "POST", "/camel/current_time", "call-key").statusCode())
                    .isEqualTo(200);
        }
    }

    private static HttpResponse<String> send(GatewayUnderTest gateway, String method, String path, String key) {
        var body = method.equals("POST") ? BodyPublishers.ofString("{}") : BodyPublishers.noBody();
        var request = gateway.request(path).method(method, body);
        return gateway.send(key == null ? request : request.header("Authorization", "Bearer " + key));
    }

    private static String raw(String request) throws IOException {
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), open.base().getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
