package io.mehari.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.support.NpmPackages;
import io.mehari.support.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The official TypeScript client, calling the servers without a gateway between ({@code direct.mjs}). */
final class DirectClient {
    private static final long LIMIT_SECONDS = 120;

    private final JsonNode answers;

    private DirectClient(JsonNode answers) {
        this.answers = answers;
    }

    /**
     * Makes all calls, server by server and in order.
     *
     * @param directory for the files handed to the script and what it prints
     * @param servers content of {@code mcp-servers.json}
     */
    static DirectClient run(Path directory, String servers, List<InteropCall> calls)
            throws IOException, InterruptedException {
        Path output = directory.resolve("direct-answers.json");
        Path errors = directory.resolve("direct-errors.txt");
        Process node = new ProcessBuilder(
                        Requirement.NODE.path().toString(),
                        NpmPackages.DIRECTORY.resolve("direct.mjs").toString(),
                        Files.writeString(directory.resolve("direct-servers.json"), servers)
                                .toString(),
                        Files.write(directory.resolve("direct-calls.json"), Json.bytes(byServer(calls)))
                                .toString())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        try {
            assertThat(node.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                    .as("the direct client ends by itself")
                    .isTrue();
        } finally {
            node.descendants().forEach(ProcessHandle::destroyForcibly);
            node.destroyForcibly();
        }
        assertThat(node.exitValue()).as(Files.readString(errors)).isZero();
        return new DirectClient(Json.read(Files.readAllBytes(output)));
    }

    private static ObjectNode byServer(List<InteropCall> calls) {
        ObjectNode byServer = Json.object();
        for (InteropCall call : calls) {
            ArrayNode list = byServer.withArray("/" + call.server());
            list.addObject().put("tool", call.tool()).set("arguments", call.arguments());
        }
        return byServer;
    }

    /** The protocol version agreed on. */
    String protocolVersion(String server) {
        return answers.path(server).path("protocolVersion").asText();
    }

    /** What the server says it is. */
    JsonNode serverInfo(String server) {
        return answers.path(server).path("serverInfo");
    }

    /** What the server tells its clients to heed. */
    JsonNode instructions(String server) {
        return answers.path(server).path("instructions");
    }

    /** The server's tool definitions, in its order. */
    JsonNode tools(String server) {
        return answers.path(server).path("tools");
    }

    /** Names of the server's tools. */
    List<String> toolNames(String server) {
        List<String> names = new ArrayList<>();
        tools(server).forEach(tool -> names.add(tool.path("name").asText()));
        return names;
    }

    /** What the server answered: an object with {@code result} or {@code error}. */
    JsonNode answer(InteropCall call) {
        JsonNode answer = answers.path(call.server()).path("calls").path(call.index());
        assertThat(answer.path("tool").asText()).isEqualTo(call.tool());
        return answer;
    }
}
