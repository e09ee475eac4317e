package io.mehari.guides;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.guides.GuideBlock.Kind;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayCommand;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Commands of guides that need a gateway with something in it run at one that is started once for all of them: with a
 * server {@code files}, replicas {@code search}, an error, and for each command a dead letter of its own. Each command must succeed.
 *
 * <p>Left out: the command with {@code jq} in replicas.md, a program that builds need not have. Commands of the packaged
 * distribution are told where this gateway is; a load test has few callers, short steps, and a tolerance that the noise of a build does not exceed.
 */
@Requires({Requirement.BASH, Requirement.CURL, Requirement.PYTHON})
class GuideGatewayIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String ERROR_OF_THE_PAGE = "5f3e09c1a2b4d687";

    @TempDir
    static Path directory;

    /** A command that asks a gateway, as far as it is named. */
    private static final Pattern HERE = Pattern.compile("^mehari (?:bench|dead-letters \\w+)");

    private static GatewayUnderTest gateway;
    private static GuideShell shell;
    private static int letters;

    @BeforeAll
    static void start() throws IOException {
        Path folder = Files.createDirectory(directory.toRealPath().resolve("reader"));
        Path notes = Files.createDirectory(directory.toRealPath().resolve("notes"));
        shell = new GuideShell(
                folder,
                notes,
                List.of(only(only(Path.of("target"), "mehari-*-dist"), "mehari-*")
                        .resolve("bin")),
                GatewayCommand.archive().orElse(folder.resolve("classes.jsa")));
        String port = shell.here("8000");
        String process = "\"command\": \"python3\", \"args\": [\""
                + Path.of("src/test/resources/guides/shop.py").toAbsolutePath() + "\"]";
        gateway = GatewayUnderTest.start(
                directory,
                "{\"mcpServers\": {\"files\": {" + process
                        + ", \"retry\": {\"max\": 0}, \"tools\": {\"dies_once\": {\"idempotent\": true}}}, \"search\": {"
                        + process
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
    @ValueSource(strings = {"capacity", "dead-letters", "errors", "replicas"})
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
        String prepared = prepared(command);
        GuideShell.Ran ran = shell.run(prepared);
        assertThat(ran.failed())
                .as(block.where() + ": " + prepared + "\n" + ran.output())
                .isBlank();
        assertThat(ran.output()).as(block.where() + ": " + prepared).doesNotContain("\"success\":false", "\"detail\":");
        return true;
    }

    private static String prepared(String command) throws IOException {
        String prepared = command;
        if (command.contains(ERROR_OF_THE_PAGE)) {
            prepared = command.replace(ERROR_OF_THE_PAGE, error());
        }
        if (command.startsWith("mehari bench")) {
            prepared = HERE.matcher(prepared).replaceFirst("$0 --url http://127.0.0.1:8000 --warm-up 0");
            prepared = prepared.replaceAll(" --(?:callers|step|tolerance) \\S+", "") + " --callers 1,2 --step 1";
            return command.contains("--compare") ? prepared + " --tolerance 10000" : prepared;
        }
        if (command.startsWith("mehari dead-letters")) {
            prepared = HERE.matcher(prepared).replaceFirst("$0 --url http://127.0.0.1:8000");
        }
        return command.contains("$ID") ? "ID=" + letter() + "; " + prepared : prepared;
    }

    /** The id of a dead letter that waits: its server has died in the middle of the call, and is back. */
    private static String letter() throws IOException {
        String marker = directory.resolve("died-" + ++letters).toString();
        HttpResponse<String> answer = gateway.post("/api/v1/tools/files/dies_once", "{\"marker\": \"" + marker + "\"}");
        String request = Json.read(answer.body()).path("request_id").asText();
        await().atMost(LIMIT).until(() -> state("files").equals("ready"));
        JsonNode waiting = Json.read(
                gateway.get("/api/v1/admin/dead-letters?state=waiting").body());
        for (JsonNode letter : waiting.at("/data/dead_letters")) {
            if (letter.path("request_id").asText().equals(request)) {
                return letter.path("id").asText();
            }
        }
        throw new AssertionError("No letter of the call that was answered " + answer.body());
    }

    private static String state(String server) throws IOException {
        JsonNode servers = Json.read(gateway.get("/api/v1/servers").body()).at("/data/servers");
        for (JsonNode each : servers) {
            if (each.path("name").asText().equals(server)) {
                return each.path("state").asText();
            }
        }
        return "";
    }

    /** The id of an error that is remembered. */
    private static String error() {
        gateway.post("/api/v1/tools/files/fails", "{}");
        return await().atMost(LIMIT)
                .until(() -> first(Json.read(gateway.get("/api/v1/errors").body())), id -> !id.isEmpty());
    }

    private static Path only(Path folder, String glob) throws IOException {
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
            return found.iterator().next().toAbsolutePath();
        }
    }

    private static String first(JsonNode errors) {
        return errors.at("/data/errors/0/id").asText();
    }
}
