package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayUnderTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tool groups of the whole gateway, as they are configured: calls, documents, and settings that are refused. */
class ToolGroupsOverHttpIT {
    private static final String NO_SERVERS = "{\"mcpServers\":{}}";

    @TempDir
    static Path directory;

    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        gateway = GatewayUnderTest.start(
                directory,
                NO_SERVERS,
                Map.of(
                        "mehari.groups.my-time.description", "The time",
                        "mehari.groups.my-time.tools[0]", "camel/current_*",
                        "mehari.groups.nothing.annotations.idempotent", "true",
                        "mehari.groups.nothing.servers[0]", "camle"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @Test
    @ChangesBehaviour("mehari.groups")
    void callsToolsByWayOfAGroup() {
        assertThat(gateway.post("/groups/my-time/camel/current_time", "{}").statusCode())
                .isEqualTo(200);
        assertThat(gateway.post("/groups/my-time/camel/gateway_status", "{}").statusCode())
                .isEqualTo(404);
        assertThat(gateway.post("/camel/gateway_status", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void aGroupHasADocumentOfItsToolsAlone() throws IOException {
        JsonNode document =
                Json.read(gateway.get("/groups/my-time/openapi.json").body());
        assertThat(document.at("/info/title").asText()).isEqualTo("my-time");
        assertThat(document.at("/info/description").asText()).isEqualTo("The time");
        assertThat(document.at("/servers/0/url").asText()).isEqualTo("/groups/my-time");
        assertThat(document.path("paths").fieldNames()).toIterable().containsExactly("/camel/current_time");
    }

    @Test
    void aGroupInWhichThereIsNothingHasAnEmptyDocument() throws IOException {
        var reply = gateway.get("/groups/nothing/openapi.json");
        assertThat(reply.statusCode()).isEqualTo(200);
        assertThat(Json.read(reply.body()).path("paths")).isEmpty();
        assertThat(gateway.get("/groups/nothing").body()).contains("\"tools\":0");
        assertThat(gateway.get("/groups/nope/openapi.json").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({
        "mehari.groups.a.tools[0], files, is no pattern: write server/tool",
        "mehari.groups.a.description, x, it says nothing of its tools",
        "mehari.groups.a.tool[0], files/x, did you mean mehari.groups.a.tools",
        "mehari.groups.a.annotations.readonly, maybe, expected true or false",
        "mehari.groups.no segment.servers[0], files, 'group \"no segment\": the name is a part of a path'",
        "mehari.groups.-a.servers[0], files, the name is a part of a path",
    })
    void aGroupThatCannotBeEndsTheStart(String key, String value, String says) throws IOException {
        Path own = Files.createTempDirectory(directory, "refused");
        assertThat(RefusedStart.of(own, Map.of(key, value)).description()).contains(says);
    }

    @Test
    void twoGroupsWithOnePathEndTheStart() throws IOException {
        Path own = Files.createTempDirectory(directory, "refused");
        assertThat(RefusedStart.of(
                                own, Map.of("mehari.groups.ops.servers[0]", "a", "mehari.groups.Ops.servers[0]", "b"))
                        .description())
                .contains("groups \"Ops\" and \"ops\" would have one path");
    }
}
