package io.mehari.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.guides.GuideBlock.Kind;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Commands of guides that need a gateway with something in it run at one that is started once for all of them: with a
 * server {@code files}, replicas {@code search}, and an error. Each command must succeed.
 *
 * <p>Left out: the command with {@code jq} in replicas.md, a program that builds need not have.
 */
@Requires({Requirement.BASH, Requirement.CURL, Requirement.PYTHON})
class GuideGatewayIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ERROR_OF_THE_PAGE = "5f3e09c1a2b4d687";

    @TempDir
    static Path directory;

    private static GatewayUnderTest gateway;
    private static GuideShell shell;

    @BeforeAll
    static void start() throws IOException {
        Path folder = Files.createDirectory(directory.toRealPath().resolve("reader"));
        Path notes = Files.createDirectory(directory.toRealPath().resolve("notes"));
        shell = new GuideShell(folder, notes, List.of(), Path.of("none"));
        String port = shell.here("8000");
        String process = "\"command\": \"python3\", \"args\": [\""
                + Path.of("src/test/resources/guides/shop.py").toAbsolutePath() + "\"]";
        gateway = GatewayUnderTest.start(
                directory,
                "{\"mcpServers\": {\"files\": {" + process + "}, \"search\": {" + process
                        + ", \"replicas\": [{}, {}]}}}",
                Map.of("mehari.data.port", port));
        gateway.awaitTools(List.of("files", "search"));
    }

    @AfterAll
    static void stop() throws IOException {
        shell.close();
        shell = null;
        gateway.close();
        gateway = null;
    }

    @ParameterizedTest
    @ValueSource(strings = {"errors", "replicas"})
    void everyCommandSucceeds(String name) throws IOException {
        GuidePage page = GuidePage.read(Path.of("docs/guides/" + name + ".md"));
        int ran = 0;
        for (GuideBlock block : page.blocks()) {
            if (block.kind() == Kind.COMMANDS) {
                for (String command : block.text().replace("\\\n", " ").split("\n")) {
                    ran += run(block, command) ? 1 : 0;
                }
            }
        }
        assertThat(ran).as("commands that ran").isPositive();
    }

    private static boolean run(GuideBlock block, String command) throws IOException {
        if (command.contains("| jq ")) {
            return false;
        }
        String prepared = command.contains(ERROR_OF_THE_PAGE) ? command.replace(ERROR_OF_THE_PAGE, error()) : command;
        GuideShell.Ran ran = shell.run(prepared);
        assertThat(ran.failed())
                .as(block.where() + ": " + prepared + "\n" + ran.output())
                .isBlank();
        assertThat(ran.output()).as(block.where() + ": " + prepared).doesNotContain("\"success\":false", "\"detail\":");
        return true;
    }

    /** The id of an error that is remembered. */
    private static String error() {
        gateway.post("/api/v1/tools/files/fails", "{}");
        return await().atMost(LIMIT)
                .until(() -> first(Json.read(gateway.get("/api/v1/errors").body())), id -> !id.isEmpty());
    }

    private static String first(JsonNode errors) {
        return errors.at("/data/errors/0/id").asText();
    }
}
