package io.mehari.endpoint.rest;

import static io.mehari.endpoint.rest.RestGateway.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCall;
import io.mehari.catalog.ToolSource;
import io.mehari.endpoint.http.RawHttp;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.rest.form.Compat;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.mehari.security.SecuritySettings;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.Tools;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Paths, methods and headers of the short form, as mcpo's clients use them, in both modes. */
class ShortPathsIT {
    private static final RestSettings EXACT = RestGateway.settings(Compat.EXACT, "", "", "", "");
    private static final String ORIGIN = "http://localhost:3000";
    private static final SecuritySettings ALL_ORIGINS = new SecuritySettings(false, List.of(), List.of("*"));

    private static RestGateway fixed;
    private static RestGateway exact;
    private static final Queue<ToolCall> CALLS = new ConcurrentLinkedQueue<>();

    @BeforeAll
    static void start() throws Exception {
        fixed = gateway(RestSettings.DEFAULTS);
        exact = gateway(EXACT);
    }

    @AfterAll
    static void stop() {
        fixed.close();
        exact.close();
    }

    @BeforeEach
    void forget() {
        CALLS.clear();
    }

    @ParameterizedTest
    @CsvSource({
        // request, status and location in fixed, status and location in exact
        "POST /files/read/, 200, , 307, /files/read",
        "POST /files/read/?a=1&b=%20, 200, , 307, /files/read?a=1&b=%20",
        "POST /files/with%20space/, 200, , 307, /files/with%20space",
        "GET /files, 307, /files/openapi.json, 307, /files/openapi.json",
        "GET /files/, 307, /files/openapi.json, 307, /files/openapi.json",
        "HEAD /files, 307, /files/openapi.json, 307, /files/openapi.json",
        "GET /nobody, 404, , 404,",
        "GET /docs/, 307, /docs, 307, /docs",
        "GET /files/docs/, 307, /files/docs, 307, /files/docs",
        "GET /openapi.json/, 200, , 307, /openapi.json",
        "GET /openapi.json, 200, , 200,",
        "HEAD /openapi.json, 200, , 200,",
        "GET /files/openapi.json, 200, , 200,",
        "POST /files/openapi.json, 200, , 200,",
        "GET /files/nope, 404, , 404,",
        "PUT /files/nope, 404, , 404,",
        "DELETE /nobody/read, 404, , 404,",
        "GET /files/read, 405, , 405,",
        "PATCH /files/read, 405, , 405,",
        "PUT /files/openapi.json, 405, , 405,",
        "POST /files/nope, 200, , 200,",
        "POST /files/sl/ash, 404, , 200,",
        "POST /files/sl%2Fash, 200, , 200,",
        "POST /files/no/tool, 404, , 404,",
        "POST /files/%72ead?unknown=1, 200, , 200,",
        "GET /health/, 200, , 200,",
        "GET /, 200, , 200,"
    })
    @ChangesBehaviour("mehari.rest.compat")
    void pathsLeadWhereMcposDo(String request, int inFixed, String toInFixed, int inExact, String toInExact)
            throws Exception {
        requireAnswer(fixed, request, inFixed, toInFixed);
        requireAnswer(exact, request, inExact, toInExact);
    }

    private static void requireAnswer(RestGateway gateway, String request, int status, String location)
            throws Exception {
        RawHttp.Response response = send(gateway, request, "");
        assertThat(response.status()).as(request).isEqualTo(status);
        assertThat(response.headers().get("location")).as(request).isEqualTo(location);
    }

    @Test
    void browsersAreLedToThePageOfAServer() throws Exception {
        RawHttp.Response response = send(fixed, "GET /files", "Accept: text/html,*/*\r\n");
        assertThat(response.headers()).containsEntry("location", "/files/docs").containsEntry("vary", "Accept");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//evil.example/", "//evil.example/docs/", "/%2Fevil.example", "/\\evil.example/"})
    void noPathLeadsToAnotherHost(String path) throws Exception {
        RawHttp.Response response = send(fixed, "GET " + path, "");
        assertThat(String.valueOf(response.headers().get("location"))).doesNotStartWith("//");
        assertThat(response.status()).isIn(400, 404);
    }

    @Test
    void aToolThatDoesNotExistIsNamed() throws Exception {
        assertThat(send(fixed, "GET /files/nope", "").body())
                .contains("files has neither a tool nor a document nope")
                .contains("path_not_found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"//files/read", "/files//read", "//openapi.json"})
    void twoSlashesInARowAreNamed(String path) throws Exception {
        assertThat(fixed.post(path, "{}").statusCode()).isEqualTo(404);
        assertThat(fixed.post(path, "{}").body())
                .contains("two slashes in a row")
                .contains("POST /{server}/{tool}");
        assertThat(exact.post(path, "{}").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"GET /files/read, 'OPTIONS, POST', POST", "DELETE /openapi.json, 'GET, HEAD, OPTIONS', GET"})
    void methodsAreNamedAsMcpoNamesThem(String request, String inFixed, String inExact) throws Exception {
        assertThat(send(fixed, request, "").headers()).containsEntry("allow", inFixed);
        assertThat(send(exact, request, "").headers()).containsEntry("allow", inExact);
    }

    @Test
    @ChangesBehaviour("mehari.rest.root-path")
    void aRootPathIsAcceptedAndMayBeLeftOutUnlessMcpoWantsIt() throws Exception {
        try (RestGateway shown = gateway(RestGateway.settings(Compat.FIXED, "rp/", "", "", ""));
                RestGateway asMcpo = gateway(RestGateway.settings(Compat.EXACT, "/rp", "", "", ""))) {
            for (String path : List.of("/files/read", "/api/v1/tools/files/read")) {
                assertThat(shown.post(path, "{}").statusCode()).as(path).isEqualTo(200);
                assertThat(shown.post("/rp" + path, "{}").statusCode()).as(path).isEqualTo(200);
            }
            assertThat(RestGateway.json(shown.post("/rp/api/v1/tools/files/read", "{}"))
                            .has("success"))
                    .as("envelope")
                    .isTrue();
            assertThat(shown.get("/rp").statusCode()).isEqualTo(200);
            assertThat(shown.get("/rp/health/live?x=1").statusCode()).isEqualTo(200);
            assertThat(send(shown, "GET /files", "").headers()).containsEntry("location", "/rp/files/openapi.json");
            assertThat(send(shown, "GET /rp/files", "").headers()).containsEntry("location", "/rp/files/openapi.json");
            assertThat(shown.post("/rpx/files/read", "{}").statusCode()).isEqualTo(404);

            assertThat(asMcpo.post("/rp/files/read", "{}").statusCode()).isEqualTo(200);
            assertThat(asMcpo.post("/files/read", "{}").statusCode()).isEqualTo(404);
            assertThat(asMcpo.get("/openapi.json").statusCode()).isEqualTo(404);
            assertThat(asMcpo.get("/rp/openapi.json").statusCode()).isEqualTo(200);
            assertThat(asMcpo.get("/health/live").statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'', 200, 200",
        "'Content-Type:\r\n', 200, 200",
        "'Content-Type: application/vnd.api+json\r\n', 200, 200",
        "'Content-Type: APPLICATION/JSON; charset=utf-8\r\n', 200, 200",
        "'Content-Type: text/plain\r\n', 415, 422",
        "'Content-Type: application/x-www-form-urlencoded\r\n', 415, 422",
        "'Content-Type: application/json\r\nContent-Encoding: gzip\r\n', 415, 400",
        "'Accept: text/plain\r\n', 200, 200",
        "'Accept: image/png;q=0.5\r\n', 200, 200"
    })
    void mediaTypesAreTakenAndRefusedAsFarAsTheyDecide(String header, int inFixed, int inExact) throws Exception {
        RawHttp.Response response = send(fixed, "POST /files/read", header);
        assertThat(response.status()).isEqualTo(inFixed);
        assertThat(response.headers()).containsEntry("content-type", "application/json");
        if (inFixed == 415) {
            assertThat(response.body()).contains(header.contains("gzip") ? "Content-Encoding" : "Content-Type");
        }
        assertThat(send(exact, "POST /files/read", header).status()).isEqualTo(inExact);
    }

    @Test
    void aPreflightMirrorsTheHeadersAskedFor() throws Exception {
        String asked = "Origin: " + ORIGIN + "\r\nAccess-Control-Request-Method: POST\r\n"
                + "Access-Control-Request-Headers: x-open-webui-user, content-type,, bad name, x-\u00e9\r\n";
        RawHttp.Response response = send(fixed, "OPTIONS /files/read", asked);
        assertThat(response.status()).isEqualTo(204);
        assertThat(response.headers())
                .containsEntry("access-control-allow-origin", ORIGIN)
                .containsEntry("access-control-allow-headers", "x-open-webui-user, content-type")
                .containsEntry("access-control-allow-methods", "OPTIONS, POST")
                .containsEntry("access-control-max-age", "600")
                .containsKey("vary")
                .doesNotContainKey("access-control-allow-private-network")
                .doesNotContainKey("access-control-allow-credentials");
        RawHttp.Response ofMcpo = send(exact, "OPTIONS /files/read", asked);
        assertThat(ofMcpo.status()).isEqualTo(200);
        assertThat(ofMcpo.body()).isEqualTo("OK");
    }

    @Test
    void aPreflightThatAsksForTooMuchGetsTheUsualHeaders() throws Exception {
        String asked = "Origin: " + ORIGIN + "\r\nAccess-Control-Request-Method: POST\r\n"
                + "Access-Control-Request-Headers: " + "x-a,".repeat(600) + "\r\n";
        assertThat(send(fixed, "OPTIONS /files/read", asked).headers())
                .containsEntry(
                        "access-control-allow-headers", "Authorization, Content-Type, Idempotency-Key, X-Request-Id");
    }

    @Test
    void optionsWithoutAPreflightTellTheMethodsUnlessMcpoDoesNot() throws Exception {
        assertThat(send(fixed, "OPTIONS /files/read", "").status()).isEqualTo(204);
        RawHttp.Response response = send(exact, "OPTIONS /files/read", "");
        assertThat(response.status()).isEqualTo(405);
        assertThat(response.headers()).containsEntry("allow", "POST");
    }

    @Test
    void pagesOfThePrivateNetworkAreLetInByNameOnly() throws Exception {
        String asked = "Access-Control-Request-Method: POST\r\nAccess-Control-Request-Private-Network: true\r\n";
        assertThat(send(fixed, "OPTIONS /files/read", "Origin: " + ORIGIN + "\r\n" + asked)
                        .headers())
                .containsEntry("access-control-allow-private-network", "true");
        try (RestGateway open = new RestGateway(RestGateway.DEFAULTS, ALL_ORIGINS)) {
            RawHttp.Response response =
                    send(open, "OPTIONS /files/read", "Origin: https://chat.example.com\r\n" + asked);
            assertThat(response.status()).isEqualTo(204);
            assertThat(response.headers())
                    .containsEntry("access-control-allow-origin", "https://chat.example.com")
                    .doesNotContainKey("access-control-allow-private-network");
        }
    }

    @Test
    void aForeignOriginIsRefusedInBothModes() throws Exception {
        for (RestGateway gateway : List.of(fixed, exact)) {
            RawHttp.Response response = send(gateway, "OPTIONS /files/read", "Origin: https://chat.example.com\r\n");
            assertThat(response.status()).isEqualTo(403);
            assertThat(response.headers()).doesNotContainKey("access-control-allow-origin");
            assertThat(response.body()).contains("mehari.security.allowed-origins");
        }
    }

    @Test
    void pagesMayReadTheHeadersThatHelpThem() throws Exception {
        assertThat(send(fixed, "POST /files/read", "Origin: " + ORIGIN + "\r\n").headers())
                .containsEntry("access-control-allow-origin", ORIGIN)
                .hasEntrySatisfying(
                        "access-control-expose-headers",
                        exposed -> assertThat(exposed)
                                .contains("X-Request-Id", "Retry-After", "RateLimit-Policy", "ETag", "Server-Timing"));
    }

    @Test
    void documentsStandBelowThePrefixBesideTheirTools() throws Exception {
        try (RestGateway below = new RestGateway(
                RestGateway.below("/tools/v1/"),
                RestGateway.OPEN,
                Optional.empty(),
                ByteBudget.unlimited(),
                RestSettings.DEFAULTS,
                documents())) {
            tools(below);
            assertThat(below.get("/tools/v1/files/openapi.json").statusCode()).isEqualTo(200);
            assertThat(send(below, "GET /tools/v1/files", "").headers())
                    .containsEntry("location", "/tools/v1/files/openapi.json");
            assertThat(below.get("/files/openapi.json").statusCode()).isEqualTo(404);
        }
    }

    private static RawHttp.Response send(RestGateway gateway, String request, String headers) throws Exception {
        boolean body = !request.startsWith("GET") && !request.startsWith("HEAD") && !request.startsWith("OPTIONS");
        try (RawHttp http = new RawHttp(gateway.connect())) {
            return http.send(request + " HTTP/1.1\r\nHost: localhost\r\n" + headers
                            + (body ? "Content-Length: 2\r\n\r\n{}" : "\r\n"))
                    .read();
        }
    }

    private static RestGateway gateway(RestSettings settings) throws Exception {
        RestGateway gateway = RestGateway.with(settings, documents());
        tools(gateway);
        gateway.pipeline = call -> {
            CALLS.add(call);
            return done(RestGateway.echo(call));
        };
        return gateway;
    }

    private static void tools(RestGateway gateway) {
        List<ObjectNode> tools = new ArrayList<>();
        for (String name : List.of("read", "sl/ash", "openapi.json", "with space")) {
            tools.add(Json.object().put("name", name));
        }
        gateway.catalog.replace(ToolSource.of(Tools.settings("files")), tools);
    }

    private static RestRoute.Provider documents() {
        RestHandler text = RestHandler.of((target, context) ->
                Response.json(HttpResponseStatus.OK, Map.of(), json -> json.writeString("document")));
        return () -> List.of(
                RestRoute.get("/openapi.json", AccessLevel.DOCUMENT, text),
                RestRoute.serverDocument("openapi.json", text));
    }
}
