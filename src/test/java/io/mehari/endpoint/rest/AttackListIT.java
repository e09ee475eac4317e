package io.mehari.endpoint.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.endpoint.http.RawHttp;
import io.mehari.security.SecuritySettings;
import io.mehari.security.SecuritySettings.ApiKey;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What attackers, broken clients and proxies send, over real sockets: one row for each input, with what is right. A row
 * is added by {@link #attack}, a kind by a method that {@link #attacks} lists.
 */
class AttackListIT {
    private static final Map<Door, RestGateway> GATEWAYS = new EnumMap<>(Door.class);
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static final String SMUGGLED =
            "POST /api/v1/tools/s/smuggled HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}";
    private static final String HOST = "Host: localhost\r\n";

    /** Which gateway an attack goes to. */
    enum Door {
        /** No key is configured. */
        OPEN,
        /** Calls need a key, documents do not. */
        KEYED,
        /** Everything needs a key. */
        STRICT
    }

    /** What becomes of the connection. */
    enum Then {
        /** It is closed behind the response, and nothing that followed was run. */
        CLOSED,
        /** It serves the next request. */
        GOES_ON
    }

    /**
     * One row.
     *
     * @param name what is attacked
     * @param door where
     * @param bytes what is sent
     * @param status of the response
     * @param says what its body names
     * @param calls tool calls that run because of it
     * @param then what becomes of the connection
     */
    record Attack(String name, Door door, String bytes, int status, String says, int calls, Then then) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void start() throws Exception {
        List<ApiKey> keys = List.of(new ApiKey("ci", AccessIT.HASH, Set.of(Scope.CALL)));
        GATEWAYS.put(Door.OPEN, RestGateway.start());
        for (Door door : List.of(Door.KEYED, Door.STRICT)) {
            GATEWAYS.put(
                    door,
                    new RestGateway(RestGateway.DEFAULTS, new SecuritySettings(door == Door.STRICT, keys, List.of())));
        }
        GATEWAYS.values()
                .forEach(gateway -> gateway.pipeline = call -> {
                    CALLS.incrementAndGet();
                    return RestGateway.done(RestGateway.echo(call));
                });
    }

    @AfterAll
    static void stop() {
        GATEWAYS.values().forEach(RestGateway::close);
    }

    @ParameterizedTest
    @MethodSource("attacks")
    void isAnsweredRight(Attack attack) throws Exception {
        CALLS.set(0);
        try (RawHttp http = new RawHttp(GATEWAYS.get(attack.door()).connect())) {
            RawHttp.Response response = http.send(attack.bytes()).read();

            assertThat(response.body()).contains(attack.says()).doesNotContain("\"internal\"");
            assertThat(response.status()).isEqualTo(attack.status());
            if (attack.then() == Then.CLOSED) {
                assertThat(http.rest()).as("what follows the response").isEmpty();
            } else {
                http.send("GET /health/live HTTP/1.1\r\n" + HOST + "\r\n");
                assertThat(http.read().body()).contains("live");
            }
            assertThat(CALLS).hasValue(attack.calls());
        }
    }

    static Stream<Attack> attacks() {
        return Stream.of(codings(), versions(), heads(), targets(), bodies(), strangers(), beforeTheBody(), proxies())
                .flatMap(List::stream);
    }

    private static Attack attack(String name, Door door, String bytes, int status, String says, int calls, Then then) {
        return new Attack(name, door, bytes, status, says, calls, then);
    }

    /** The body of each is a request; who takes it for one runs it. */
    private static List<Attack> codings() {
        List<Attack> rows = new ArrayList<>();
        for (String coding : List.of(
                "identity",
                "xchunked",
                "gzip",
                "\"chunked\"",
                "chunked;q=1",
                "chunk",
                "gzip, chunked",
                "identity, chunked",
                "x\r\nTransfer-Encoding: chunked",
                "chunked\r\nTransfer-Encoding: identity")) {
            rows.add(coding(coding, 501, "Transfer-Encoding"));
        }
        for (String coding : List.of(
                "chunked, chunked",
                ",chunked",
                "chunked,",
                "chunked, gzip",
                "chunked\u000b",
                "",
                ",",
                "chunked\r\nTransfer-Encoding: chunked")) {
            rows.add(coding(coding, 400, "bad_request"));
        }
        rows.add(coding("identity\r\nContent-Length: 3", 501, "Transfer-Encoding"));
        rows.add(coding("chunked\r\nContent-Length: 3", 400, ""));
        rows.add(attack(
                "chunked on HTTP/1.0",
                Door.OPEN,
                "POST /s/t HTTP/1.0\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED,
                400,
                "bad_request",
                0,
                Then.CLOSED));
        rows.add(attack(
                "Chunked in another case",
                Door.OPEN,
                "POST /s/t HTTP/1.1\r\n" + HOST + "TRANSFER-ENCODING:  Chunked \r\n\r\n2\r\n{}\r\n0\r\n\r\n",
                200,
                "{}",
                1,
                Then.GOES_ON));
        return rows;
    }

    private static Attack coding(String coding, int status, String says) {
        return attack(
                "Transfer-Encoding: " + coding.replace("\r\n", " / "),
                Door.OPEN,
                "POST /s/t HTTP/1.1\r\n" + HOST + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n" + SMUGGLED,
                status,
                says,
                0,
                Then.CLOSED);
    }

    private static List<Attack> versions() {
        List<Attack> rows = new ArrayList<>();
        for (String version : List.of("HTTP/9.9", "HTTP/2.0", "HTTP/0.9", "HTTP/3.1")) {
            rows.add(attack(
                    version,
                    Door.OPEN,
                    "GET /health/live " + version + "\r\n" + HOST + "\r\n" + SMUGGLED,
                    505,
                    "HTTP/1.1",
                    0,
                    Then.CLOSED));
        }
        rows.add(attack(
                "another protocol",
                Door.OPEN,
                "GET /health/live ICY/1.1\r\n" + HOST + "\r\n" + SMUGGLED,
                400,
                "bad_request",
                0,
                Then.CLOSED));
        rows.add(attack("no version", Door.OPEN, "GET /health/live\r\n\r\n" + SMUGGLED, 400, "", 0, Then.CLOSED));
        return rows;
    }

    /** What is given twice is read once by one side and once by the other. */
    private static List<Attack> heads() {
        List<Attack> rows = new ArrayList<>();
        for (String twice : List.of(
                "Origin: http://localhost\r\nOrigin: https://evil.example",
                "Authorization: Bearer a\r\nAuthorization: Bearer secret",
                "Content-Type: text/plain\r\nContent-Type: application/json",
                "Content-Encoding: identity\r\nContent-Encoding: gzip",
                "Host: localhost")) {
            rows.add(attack(
                    "twice: " + twice.replace("\r\n", " / "),
                    Door.OPEN,
                    "POST /s/t HTTP/1.1\r\n" + HOST + twice + "\r\nContent-Length: 2\r\n\r\n{}" + SMUGGLED,
                    400,
                    "bad_request",
                    0,
                    Then.CLOSED));
        }
        for (String length : List.of("+2", "-2", "0x2", "2,3", "2 2", "", "99999999999999999999")) {
            rows.add(attack(
                    "Content-Length: " + length,
                    Door.OPEN,
                    "POST /s/t HTTP/1.1\r\n" + HOST + "Content-Length: " + length + "\r\n\r\n{}" + SMUGGLED,
                    400,
                    "bad_request",
                    0,
                    Then.CLOSED));
        }
        return rows;
    }

    private static List<Attack> targets() {
        List<Attack> rows = new ArrayList<>();
        for (String target : List.of(
                "http://",
                "http:///s/t",
                "http://evil.example/s/t",
                "http://user@localhost/s/t",
                "http://localhost:8000/s/t",
                "ftp://localhost/s/t",
                "localhost/s/t",
                "://localhost/s/t",
                "s/t")) {
            rows.add(attack(
                    "target " + target,
                    Door.OPEN,
                    "POST " + target + " HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\n{}",
                    400,
                    "target",
                    0,
                    Then.CLOSED));
        }
        rows.add(attack(
                "absolute form",
                Door.OPEN,
                "POST http://LOCALHOST/s/t HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\n{}",
                200,
                "{}",
                1,
                Then.GOES_ON));
        rows.add(attack(
                "limit behind 1,100 other parameters",
                Door.OPEN,
                "GET /api/v1/tools?" + "a&".repeat(1100) + "limit=0 HTTP/1.1\r\n" + HOST + "\r\n",
                422,
                "limit",
                0,
                Then.GOES_ON));
        return rows;
    }

    private static List<Attack> bodies() {
        List<Attack> rows = new ArrayList<>();
        for (String coding : List.of("gzip", "br", "GZIP", "identity, gzip")) {
            rows.add(attack(
                    "Content-Encoding: " + coding,
                    Door.OPEN,
                    "POST /s/t HTTP/1.1\r\n" + HOST + "Content-Encoding: " + coding + "\r\nContent-Length: 2\r\n\r\nzz",
                    415,
                    "Content-Encoding",
                    0,
                    Then.GOES_ON));
        }
        rows.add(attack(
                "an empty Content-Type",
                Door.OPEN,
                "POST /s/t HTTP/1.1\r\n" + HOST + "Content-Type:\r\nContent-Length: 2\r\n\r\n{}",
                200,
                "{}",
                1,
                Then.GOES_ON));
        rows.add(attack(
                "NaN",
                Door.OPEN,
                "POST /s/t HTTP/1.1\r\n" + HOST + "Content-Length: 9\r\n\r\n{\"a\":NaN}",
                422,
                "Non-standard token 'NaN' (",
                0,
                Then.GOES_ON));
        rows.add(attack(
                "a slash at the end",
                Door.OPEN,
                "POST /s/t/ HTTP/1.1\r\n" + HOST + "Content-Length: 2\r\n\r\n{}",
                200,
                "{}",
                1,
                Then.GOES_ON));
        rows.add(attack(
                "the largest chunk",
                Door.OPEN,
                "POST /s/t HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n7FFFFFFF\r\n",
                413,
                "mehari.data.max-body",
                0,
                Then.CLOSED));
        rows.add(attack(
                "a chunk too large behind a small one",
                Door.OPEN,
                "POST /s/t HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n1;x=y\r\n{\r\n00A00000;z\r\n",
                413,
                "mehari.data.max-body",
                0,
                Then.CLOSED));
        rows.add(attack(
                "many chunks",
                Door.OPEN,
                "POST /s/t HTTP/1.1\r\n" + HOST + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"
                        + ("2800\r\n" + " ".repeat(0x2800) + "\r\n").repeat(20) + "1\r\n}\r\n0\r\nX: y\r\n\r\n",
                200,
                "{}",
                1,
                Then.GOES_ON));
        return rows;
    }

    /** Without a key nobody learns what is there in strict mode. */
    private static List<Attack> strangers() {
        List<Attack> rows = new ArrayList<>();
        for (String line : List.of(
                "GET /nothing", "GET /s/t", "DELETE /s/t", "BREW /health", "GET /api/v2/x", "GET /", "GET /health")) {
            rows.add(attack(
                    "strict: " + line,
                    Door.STRICT,
                    line + " HTTP/1.1\r\n" + HOST + "\r\n",
                    401,
                    "An API key is needed",
                    0,
                    Then.GOES_ON));
        }
        rows.add(attack(
                "strict, with a key: an unknown path",
                Door.STRICT,
                "GET /nothing HTTP/1.1\r\n" + HOST + "Authorization: Bearer secret\r\n\r\n",
                404,
                "Nothing is served",
                0,
                Then.GOES_ON));
        return rows;
    }

    /** Answered although the body never comes, and without being asked for it. */
    private static List<Attack> beforeTheBody() {
        List<Attack> rows = new ArrayList<>();
        for (String announced : List.of(
                "Content-Length: 9900000", "Expect: 100-continue\r\nContent-Length: 2", "Transfer-Encoding: chunked")) {
            String body = announced + "\r\n\r\n";
            String name = announced.replace("\r\n", " / ");
            rows.add(head("no key, " + name, Door.KEYED, "/s/t", HOST + body, 401, "An API key is needed"));
            rows.add(head(
                    "wrong key, " + name,
                    Door.KEYED,
                    "/s/t",
                    HOST + "Authorization: Bearer wrong\r\n" + body,
                    401,
                    "The API key is unknown"));
            rows.add(head(
                    "no scope, " + name,
                    Door.KEYED,
                    "/api/v1/admin/routes/reload",
                    HOST + "Authorization: Bearer secret\r\n" + body,
                    403,
                    "admin"));
            rows.add(head("host, " + name, Door.OPEN, "/s/t", "Host: evil.example\r\n" + body, 403, "Host header"));
            rows.add(head(
                    "origin, " + name,
                    Door.OPEN,
                    "/s/t",
                    HOST + "Origin: https://evil.example\r\n" + body,
                    403,
                    "allowed-origins"));
            rows.add(head("unknown path, " + name, Door.KEYED, "/a/b/c", HOST + body, 404, "Nothing is served"));
            rows.add(head("unknown method, " + name, Door.KEYED, "/health", HOST + body, 405, "does not take"));
        }
        return rows;
    }

    private static Attack head(String name, Door door, String path, String headers, int status, String says) {
        return attack(name, door, "POST " + path + " HTTP/1.1\r\n" + headers, status, says, 0, Then.CLOSED);
    }

    private static List<Attack> proxies() {
        List<Attack> rows = new ArrayList<>();
        for (String header : List.of(
                "Via",
                "Forwarded",
                "X-Forwarded",
                "X-Forwarded-For",
                "X-Original-Forwarded-For",
                "X-Real-IP",
                "X-Client-IP",
                "True-Client-IP",
                "CF-Connecting-IP",
                "CF-Ray",
                "Fly-Client-IP",
                "Fastly-Client-IP",
                "X-Envoy-External-Address",
                "X-Azure-ClientIP",
                "Cdn-Loop",
                "X-Cluster-Client-IP",
                "X-Amzn-Trace-Id",
                "Ngrok-Trace-Id",
                "Proxy-Connection",
                "Client-IP",
                "X-Whoever-Comes-Next")) {
            rows.add(attack(
                    "admin through a proxy: " + header,
                    Door.OPEN,
                    "GET /api/v1/admin/dead-letters HTTP/1.1\r\n" + HOST + header + ": 1.2.3.4\r\n\r\n",
                    403,
                    header.toLowerCase(java.util.Locale.ROOT),
                    0,
                    Then.GOES_ON));
        }
        rows.add(attack(
                "admin through a proxy that adds nothing but speaks HTTP/1.0",
                Door.OPEN,
                "GET /api/v1/admin/dead-letters HTTP/1.0\r\n" + HOST + "Connection: keep-alive\r\n\r\n",
                403,
                "HTTP/1.0",
                0,
                Then.GOES_ON));
        rows.add(attack(
                "admin by curl",
                Door.OPEN,
                "GET /api/v1/admin/dead-letters HTTP/1.1\r\n" + HOST + "User-Agent: curl/8\r\nAccept: */*\r\n\r\n",
                200,
                "dead_letters",
                0,
                Then.GOES_ON));
        return rows;
    }
}
