package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.NpmPackages;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** The example tools that call others, of docs/examples, copied as their first lines say, over REST and with a real file server. */
@Requires({Requirement.NODE, Requirement.NPM_PACKAGES})
class ExampleRoutesIT {
    @TempDir
    Path directory;

    private Path files;
    private GatewayUnderTest gateway;

    @BeforeEach
    void start() throws IOException {
        Path routes = directory.resolve("routes");
        FileSystemUtils.copyRecursively(Path.of("routes"), routes);
        for (String example : List.of("composite-tool", "way-back")) {
            FileSystemUtils.copyRecursively(Path.of("docs/examples", example), routes);
        }
        files = Files.createDirectory(directory.resolve("files")).toRealPath();
        ObjectNode server = Json.object().put("command", Requirement.NODE.path().toString());
        server.putArray("args").add(NpmPackages.server("filesystem").toString()).add(files.toString());
        ObjectNode servers = Json.object();
        servers.putObject("mcpServers").set("files", server);
        gateway = GatewayUnderTest.start(
                        directory, Json.text(servers), Map.of("mehari.routes.directory", routes.toString()))
                .awaitTools(List.of("files"));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void tellsTheTimeInSeveralZones() throws Exception {
        JsonNode clock = post("world_clock", "{\"zones\": [\"Europe/Berlin\", \"Nowhere\", \"Asia/Shanghai\"]}");
        assertThat(clock).hasSize(3);
        assertThat(clock.at("/0/zone").asText()).isEqualTo("Europe/Berlin");
        assertThat(clock.at("/1/error").asText()).contains("Europe/Berlin");
        assertThat(clock.at("/2/zone").asText()).isEqualTo("Asia/Shanghai");
        assertThat(annotations("world_clock").path("readOnlyHint").asBoolean()).isTrue();
        assertThat(annotations("world_clock").path("openWorldHint").asBoolean(true))
                .isFalse();
    }

    @Test
    void replacesAFileOrLeavesAllAsItWas() throws Exception {
        Path file = Files.writeString(files.resolve("a.txt"), "old");
        post(
                "replace_file",
                Json.text(Json.object().put("path", file.toString()).put("content", "new")));
        assertThat(file).hasContent("new");
        assertThat(files.resolve("a.txt.before")).hasContent("old");
        assertThat(annotations("replace_file").path("readOnlyHint").asBoolean(true))
                .isFalse();
        assertThat(annotations("replace_file").path("destructiveHint").asBoolean())
                .isTrue();

        ObjectNode missing =
                Json.object().put("path", files.resolve("missing.txt").toString());
        assertThat(gateway.post("/camel/replace_file", Json.text(missing.put("content", "new")))
                        .statusCode())
                .isGreaterThanOrEqualTo(400);
        try (Stream<Path> left = Files.list(files)) {
            assertThat(left)
                    .extracting(Path::getFileName)
                    .extracting(Path::toString)
                    .containsExactlyInAnyOrder("a.txt", "a.txt.before");
        }
    }

    private JsonNode annotations(String tool) throws JsonProcessingException {
        return Json.read(gateway.get("/api/v1/tools/camel/" + tool).body()).at("/data/definition/annotations");
    }

    private JsonNode post(String tool, String arguments) throws JsonProcessingException {
        var answer = gateway.post("/camel/" + tool, arguments);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return Json.read(answer.body());
    }
}
