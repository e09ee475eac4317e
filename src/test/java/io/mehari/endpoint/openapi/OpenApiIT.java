package io.mehari.endpoint.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.NpmPackages;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Documents as clients get them from a running gateway. */
class OpenApiIT {
    /** The SHA-256 of {@code secret}. */
    private static final String HASH = "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b";

    @TempDir
    private Path directory;

    private static JsonNode read(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Json.read(response.body());
    }

    @Test
    void documentsAreSentOnce() throws IOException {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(directory, "{\"mcpServers\": {}}")) {
            for (String path : List.of("/openapi.json", "/camel/openapi.json", "/api/v1/openapi.json")) {
                HttpResponse<String> full = gateway.get(path);
                String tag = full.headers().firstValue("etag").orElseThrow();
                HttpResponse<String> head =
                        gateway.send(gateway.request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
                HttpResponse<String> known = gateway.send(gateway.request(path).header("If-None-Match", tag));

                assertThat(read(full).get("openapi").asText()).isEqualTo("3.1.0");
                assertThat(head.statusCode()).isEqualTo(200);
                assertThat(head.body()).isEmpty();
                assertThat(head.headers().firstValue("etag")).contains(tag);
                assertThat(head.headers().firstValueAsLong("content-length"))
                        .hasValue(full.body().getBytes(java.nio.charset.StandardCharsets.UTF_8).length);
                assertThat(known.statusCode()).isEqualTo(304);
                assertThat(known.body()).isEmpty();
                assertThat(known.headers().firstValue("content-length")).isEmpty();
                assertThat(known.headers().firstValue("etag")).contains(tag);
            }
        }
    }

    @Test
    void whatCannotBeAskedForIsSaidInTheFormOfThePath() throws IOException {
        try (GatewayUnderTest gateway = GatewayUnderTest.start(directory, "{\"mcpServers\": {}}")) {
            HttpResponse<String> mcpo = gateway.get("/camel/openapi.json?format=yaml");
            HttpResponse<String> envelope = gateway.get("/api/v1/openapi.json?openapi=2.0");
            HttpResponse<String> unknown = gateway.get("/camle/openapi.json");

            assertThat(mcpo.statusCode()).isEqualTo(400);
            assertThat(Json.read(mcpo.body()).at("/detail/message").asText()).contains("format", "openapi=3.0");
            assertThat(envelope.statusCode()).isEqualTo(400);
            assertThat(Json.read(envelope.body()).at("/error/message").asText()).contains("2.0", "schema=full");
            assertThat(unknown.statusCode()).isEqualTo(404);
            assertThat(unknown.body()).contains("did you mean camel?");
        }
    }

    @Test
    void documentsSayThatKeysAreNeeded() throws IOException {
        Map<String, String> keys = Map.of(
                "mehari.security.keys[0].name", "ci",
                "mehari.security.keys[0].sha256", HASH,
                "mehari.security.keys[0].scopes", "call");
        try (GatewayUnderTest gateway = GatewayUnderTest.start(directory, "{\"mcpServers\": {}}", keys)) {
            JsonNode document = read(gateway.get("/camel/openapi.json"));

            assertThat(document.at("/components/securitySchemes/HTTPBearer/scheme")
                            .asText())
                    .isEqualTo("bearer");
            assertThat(document.get("paths"))
                    .isNotEmpty()
                    .allSatisfy(path -> assertThat(path.at("/post/security/0").has("HTTPBearer"))
                            .isTrue());
        }
    }

    @Test
    @Requires({Requirement.NODE, Requirement.NPM_PACKAGES})
    void documentsOfRealServersAreThoseOfMcpo() throws IOException {
        Map<String, String> names = Map.of("memory", "memory", "thinking", "sequential-thinking");
        ObjectNode servers = Json.object();
        names.forEach((name, program) -> servers.putObject(name)
                .put("command", Requirement.NODE.path().toString())
                .putArray("args")
                .add(NpmPackages.server(program).toString()));
        String file = Json.text(Json.object().set("mcpServers", servers));
        try (GatewayUnderTest gateway =
                GatewayUnderTest.start(directory, file, Map.of("mehari.rest.compat", "exact"))) {
            gateway.awaitTools(names.keySet());

            for (String name : names.keySet()) {
                JsonNode ours = read(gateway.get("/" + name + "/openapi.json"));
                JsonNode theirs = RecordedServer.of(name).ofMcpo();
                for (String part : List.of("openapi", "servers", "paths", "components")) {
                    assertThat(ours.get(part)).as(name + " " + part).isEqualTo(theirs.get(part));
                }
                assertThat(ours.at("/info/title")).isEqualTo(theirs.at("/info/title"));
            }
        }
    }
}
