package io.mehari.endpoint.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.endpoint.http.RawHttp;
import io.mehari.monitoring.HealthCheck;
import io.mehari.security.KeyHash;
import io.mehari.security.SecuritySettings;
import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.support.ChangesBehaviour;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessIT {
    /** SHA-256 of {@code secret}. */
    static final String HASH = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    private static final String PAGE = "https://app.example.com";

    private static RestGateway open;
    private static RestGateway keyed;
    private static RestGateway strict;

    @BeforeAll
    static void start() throws Exception {
        List<ApiKey> keys = List.of(
                new ApiKey("ci", HASH, Set.of(Scope.CALL)),
                new ApiKey("jane", KeyHash.of("schl\u00fcssel"), Set.of(Scope.CALL)),
                new ApiKey("watch", KeyHash.of("watch"), Set.of(Scope.MONITOR)));
        open = RestGateway.start();
        keyed = new RestGateway(RestGateway.DEFAULTS, new SecuritySettings(false, keys, List.of(PAGE)));
        strict = new RestGateway(RestGateway.DEFAULTS, new SecuritySettings(true, keys, List.of()));
    }

    @AfterAll
    static void stop() {
        open.close();
        keyed.close();
        strict.close();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "POST, /s/t,                        -,             401, 401",
                "POST, /s/t,                        Bearer wrong,  401, 401",
                "POST, /s/t,                        Bearer secret, 200, 200",
                "POST, /api/v1/tools/s/t,           -,             401, 401",
                "POST, /api/v1/tools/s/t,           Bearer secret, 200, 200",
                "POST, /api/v1/batch,               -,             401, 401",
                "GET,  /api/v1/servers,             -,             401, 401",
                "GET,  /api/v1/tools,               Bearer secret, 200, 200",
                "GET,  /api/v1/admin/dead-letters,  -,             401, 401",
                "GET,  /api/v1/admin/dead-letters,  Bearer secret, 403, 403",
                "GET,  /,                           -,             200, 401",
                "GET,  /health,                     -,             200, 401",
                "GET,  /health,                     Bearer secret, 200, 200",
                "GET,  /health/live,                -,             200, 200",
                "OPTIONS, /s/t,                     -,             204, 204",
                "POST, /s/t,                        bearer secret, 200, 200",
                "POST, /s/t,                        BEARER secret, 200, 200",
                "POST, /s/t,                        secret,        401, 401",
                "POST, /s/t?api_key=secret,         -,             401, 401",
                "POST, /s/t,                        Basic YTpzZWNyZXQ=, 401, 401",
                "GET,  /,                           Basic YTpzZWNyZXQ=, 200, 200",
                "GET,  /health,                     Basic YTpzZWNyZXQ=, 200, 200",
                "GET,  /health,                     Basic YTp3cm9uZw==, 200, 401",
                "GET,  /api/v1/tools,               Basic YTpzZWNyZXQ=, 401, 401",
                "GET,  /s/t,                        -,             404, 401",
                "GET,  /no/such/path,               -,             404, 401",
                "PUT,  /no/such/path,               Bearer wrong,  404, 401",
                "GET,  /no/such/path,               Basic YTpzZWNyZXQ=, 404, 404",
                "GET,  /no/such/path,               Bearer secret, 404, 404",
            })
    void asksForKeys(String method, String path, String key, int withKeys, int inStrictMode) throws Exception {
        assertThat(send(keyed, method, path, key).statusCode()).isEqualTo(withKeys);
        assertThat(send(strict, method, path, key).statusCode()).isEqualTo(inStrictMode);
    }

    @Test
    void tellsHowToAuthenticate() throws Exception {
        HttpResponse<String> response = send(keyed, "POST", "/s/t", null);

        assertThat(response.headers().firstValue("www-authenticate")).hasValue("Bearer");
        assertThat(response.body()).contains("unauthenticated").contains("Authorization: Bearer");
    }

    /** A browser asks its user where Basic is named, so it is named where it is of use: two lines, since few read one. */
    @Test
    void namesWhatIsTakenAtThePlace() throws Exception {
        for (String document : List.of("/", "/health", "/no/such/path")) {
            assertThat(send(strict, "GET", document, null).headers().allValues("www-authenticate"))
                    .containsExactly("Bearer", "Basic realm=\"mehari\", charset=\"UTF-8\"");
        }
        for (String key : new String[] {null, "Bearer wrong", "Basic YTpzZWNyZXQ="}) {
            assertThat(send(strict, "POST", "/s/t", key).headers().allValues("www-authenticate"))
                    .containsExactly("Bearer");
        }
        assertThat(send(strict, "GET", "/api/v1/admin/dead-letters", "Bearer secret")
                        .headers()
                        .allValues("www-authenticate"))
                .isEmpty();
    }

    @Test
    void passesTheKeysNameAsCaller() throws Exception {
        keyed.pipeline = call ->
                RestGateway.done(RestGateway.text(call.context().caller().name()));
        try {
            assertThat(send(keyed, "POST", "/s/t", "Bearer secret").body()).isEqualTo("\"ci\"");
        } finally {
            keyed.pipeline = call -> RestGateway.done(RestGateway.echo(call));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Forwarded", "X-Forwarded-For", "x-forwarded-host", "X-Real-IP"})
    void keepsAdminPathsFromProxiesWithoutKeys(String header) throws Exception {
        HttpRequest.Builder admin = open.request("/api/v1/admin/dead-letters");
        assertThat(open.send(admin).statusCode()).isEqualTo(200);
        assertThat(open.send(admin.header(header, "x")).statusCode()).isEqualTo(403);
        assertThat(open.send(open.request("/api/v1/tools").header(header, "x")).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"localhost, 200", "127.0.0.1:8000, 200", "[::1]:1, 200", "evil.example, 403", "localhost.evil, 403"})
    void refusesForeignHosts(String host, int status) throws Exception {
        try (RawHttp http = new RawHttp(open.connect())) {
            assertThat(http.send("GET /health/live HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                            .read()
                            .status())
                    .isEqualTo(status);
        }
    }

    @Test
    void letsListedOriginsRead() throws Exception {
        HttpResponse<String> response = keyed.send(keyed.request("/health/live").header("Origin", PAGE));

        assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue(PAGE);
        assertThat(response.headers().firstValue("vary")).hasValue("origin");
    }

    @Test
    void refusesForeignOrigins() throws Exception {
        HttpResponse<String> response =
                keyed.send(keyed.request("/health/live").header("Origin", "https://evil.example"));

        assertThat(response.statusCode()).isEqualTo(403);
        assertThat(response.headers().map()).doesNotContainKey("access-control-allow-origin");
    }

    @Test
    void answersPreflight() throws Exception {
        HttpResponse<String> response = keyed.send(keyed.request("/api/v1/tools/s/t")
                .header("Origin", PAGE)
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue(PAGE);
        assertThat(response.headers().firstValue("access-control-allow-methods").orElseThrow())
                .contains("POST");
        assertThat(response.headers().firstValue("access-control-allow-headers").orElseThrow())
                .contains("Authorization");
        assertThat(keyed.send(keyed.request("/s/t")
                                .header("Origin", "https://evil.example")
                                .method("OPTIONS", BodyPublishers.noBody()))
                        .statusCode())
                .isEqualTo(403);
    }

    private static HttpResponse<String> send(RestGateway gateway, String method, String path, String key)
            throws Exception {
        String body = path.endsWith("batch") ? "{\"calls\":[]}" : "{}";
        HttpRequest.Builder request = gateway.request(path)
                .method(method, method.equals("POST") ? BodyPublishers.ofString(body) : BodyPublishers.noBody());
        if (key != null) {
            request.header("Authorization", key);
        }
        return gateway.send(request);
    }

    @Test
    void tellsStrangersNoMoreOfHealthThanStates() throws Exception {
        String detail = "Server files: /home/jane/notes does not exist";
        HealthCheck red = new HealthCheck() {
            @Override
            public String name() {
                return "upstreams";
            }

            @Override
            public Condition check() {
                return Condition.unhealthy(detail);
            }
        };
        for (RestGateway gateway : List.of(open, keyed, strict)) {
            gateway.checks.add(red);
        }
        try {
            assertThat(open.get("/health").body()).contains(detail);
            assertThat(open.send(open.request("/health").header("Via", "1.1 x")).body())
                    .doesNotContain("jane")
                    .contains("\"upstreams\":{\"status\":\"unhealthy\"}");
            for (String key : new String[] {null, "Bearer wrong", "Bearer secret"}) {
                assertThat(send(keyed, "GET", "/health", key).body())
                        .contains("\"upstreams\":{\"status\":\"unhealthy\"}")
                        .doesNotContain("jane");
            }
            assertThat(send(strict, "GET", "/health", "Bearer secret").body()).doesNotContain("jane");
            for (RestGateway gateway : List.of(keyed, strict)) {
                assertThat(send(gateway, "GET", "/health", "Bearer watch").body())
                        .contains(detail);
            }
        } finally {
            for (RestGateway gateway : List.of(open, keyed, strict)) {
                gateway.checks.remove(red);
            }
        }
    }

    @Test
    void takesKeysWithLettersBeyondAscii() throws Exception {
        for (byte[] key : new byte[][] {
            "schl\u00fcssel".getBytes(StandardCharsets.UTF_8), "schl\u00fcssel".getBytes(StandardCharsets.ISO_8859_1)
        }) {
            try (Socket socket = keyed.connect();
                    RawHttp http = new RawHttp(socket)) {
                http.send("POST /s/t HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ");
                socket.getOutputStream().write(key);
                assertThat(http.send("\r\nContent-Length: 2\r\n\r\n{}").read().status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void countsKeysThatAreNone() throws Exception {
        long before = keyed.failedKeys.count();
        send(keyed, "POST", "/s/t", "Bearer wrong");
        send(keyed, "GET", "/health", "Bearer wrong");
        send(keyed, "POST", "/s/t", null);
        send(keyed, "POST", "/s/t", "Bearer secret");

        assertThat(keyed.failedKeys.count()).isEqualTo(before + 2);
        send(strict, "GET", "/nothing", "Bearer wrong");
        assertThat(strict.failedKeys.count()).isPositive();
    }

    @Test
    void makesWrongKeysWaitAndNoRightOne() throws Exception {
        try (RestGateway gateway = new RestGateway(
                RestGateway.DEFAULTS,
                new SecuritySettings(true, List.of(new ApiKey("ci", HASH, Set.of(Scope.CALL))), List.of()))) {
            int failures = SecuritySettings.Throttle.DEFAULT.failures();
            for (int i = 0; i < failures; i++) {
                assertThat(send(gateway, "POST", "/s/t", "Bearer wrong-" + i).statusCode())
                        .isEqualTo(401);
            }
            HttpResponse<String> waits = send(gateway, "POST", "/api/v1/tools/s/t", "Bearer wrong");

            assertThat(waits.statusCode()).isEqualTo(429);
            assertThat(Integer.parseInt(
                            waits.headers().firstValue("retry-after").orElseThrow()))
                    .isBetween(1, 60);
            assertThat(waits.body()).contains("rate_limited").doesNotContain("wrong");
            assertThat(send(gateway, "POST", "/s/t", "Bearer secret").statusCode())
                    .isEqualTo(200);
            assertThat(send(gateway, "POST", "/s/t", null).statusCode()).isEqualTo(401);
        }
    }

    @ParameterizedTest
    @ChangesBehaviour("mehari.data.allowed-hosts")
    @CsvSource({
        "gateway.example.com, 200",
        "Gateway.Example.com:8443, 200",
        "other.example.com:81, 200",
        "other.example.com, 403",
        "localhost, 200",
        "evil.example, 403"
    })
    void takesHostsThatAreListed(String host, int status) throws Exception {
        try (RestGateway gateway =
                new RestGateway(RestGateway.under("gateway.example.com", "other.example.com:81"), RestGateway.OPEN)) {
            try (RawHttp http = new RawHttp(gateway.connect())) {
                RawHttp.Response response = http.send("GET /health/live HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                        .read();

                assertThat(response.status()).isEqualTo(status);
                assertThat(response.body()).contains(status == 200 ? "live" : "mehari.data.allowed-hosts");
            }
        }
    }
}
