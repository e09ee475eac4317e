package io.mehari.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayCommand;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import io.mehari.support.Trials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The clients that packages bring, in each era they speak and over each transport, with four real servers behind the
 * gateway: they see every tool, and every call is answered as the official client is answered without a gateway.
 *
 * <p>Every build does one way of each transport and each language; the proof does all.
 */
@Requires({Requirement.NODE, Requirement.NPM_PACKAGES, Requirement.PYTHON, Requirement.PYTHON_PACKAGES})
class McpClientsIT {
    private static final String LEGACY = "legacy";
    private static final String MODERN = "2026-07-28";
    private static final String BETWEEN = "__";

    @TempDir
    private static Path directory;

    private static InteropWorkspace workspace;
    private static List<InteropCall> calls;
    private static DirectClient direct;
    private static GatewayUnderTest gateway;

    /** How a client reaches the gateway. */
    enum Transport {
        STREAMABLE_HTTP,
        SSE,
        /** {@code mehari stdio} in front of the gateway. */
        BRIDGE,
        /** {@code mehari stdio} with a gateway of its own. */
        STDIO
    }

    /** One combination. */
    record Way(InteropClient client, String era, Transport transport) {}

    @BeforeAll
    static void callDirectly() throws IOException, InterruptedException {
        workspace = new InteropWorkspace(directory.toRealPath(), Map.of());
        List<InteropCall> all = workspace.calls(InteropServer.FOUR);
        calls = all.stream().filter(call -> call.refusal().isEmpty()).toList();
        workspace.reset();
        String servers = workspace.servers(InteropServer.FOUR);
        direct = DirectClient.run(directory, servers, all);
        gateway = GatewayUnderTest.start(directory, servers)
                .awaitTools(InteropServer.FOUR.stream().map(InteropServer::name).toList());
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
            gateway = null; // what it holds would be counted where leaks are looked for
        }
    }

    private static Stream<Way> ways() {
        Set<Way> ways = new LinkedHashSet<>(List.of(
                new Way(InteropClient.TYPESCRIPT_2, MODERN, Transport.STREAMABLE_HTTP),
                new Way(InteropClient.JAVA, LEGACY, Transport.STREAMABLE_HTTP),
                new Way(InteropClient.PYTHON, LEGACY, Transport.SSE),
                new Way(InteropClient.TYPESCRIPT_1, LEGACY, Transport.STDIO)));
        int inVerify = ways.size();
        for (InteropClient client : InteropClient.values()) {
            for (String era : client.eras()) {
                for (Transport transport : Transport.values()) {
                    if (serves(client, era, transport)) {
                        ways.add(new Way(client, era, transport));
                    }
                }
            }
        }
        return ways.stream().limit(Trials.count(inVerify, ways.size()));
    }

    /** HTTP+SSE has no modern form; and the Inspector starts a process for each call, which would be a gateway. */
    private static boolean serves(InteropClient client, String era, Transport transport) {
        return switch (transport) {
            case STREAMABLE_HTTP, BRIDGE -> true;
            case SSE -> era.equals(LEGACY);
            case STDIO -> client != InteropClient.INSPECTOR;
        };
    }

    @ParameterizedTest
    @MethodSource("ways")
    void getsWhatItGetsWithoutTheGateway(Way way) throws IOException, InterruptedException {
        workspace.reset();
        ArrayNode wanted = Json.object().putArray("calls");
        calls.forEach(call ->
                wanted.addObject().put("tool", name(call.server(), call.tool())).set("arguments", call.arguments()));
        JsonNode answers = way.client().run(directory, entry(way.transport()), wanted, way.era());
        checkTools(answers.path("tools"), left(way));
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            JsonNode result = answers.path("calls").path(i).path("result");
            if (!(way.client().isOfOneCall() && isToggledBack(i))) {
                wrong.addAll(differences(calls.get(i), way.era().equals(LEGACY) ? result : unstamped(result)));
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** Whether a call takes back what an earlier one of its session has done. */
    private static boolean isToggledBack(int index) {
        String tool = calls.get(index).tool();
        return tool.startsWith("toggle-")
                && calls.subList(0, index).stream()
                        .anyMatch(before -> before.tool().equals(tool));
    }

    /** Fields of definitions that a client leaves out: the Inspector reads only what the version it speaks has. */
    private static Set<String> left(Way way) {
        return way.client() == InteropClient.INSPECTOR && way.era().equals(MODERN)
                ? Set.of("name", "execution")
                : Set.of("name");
    }

    private static String name(String server, String tool) {
        return server + BETWEEN + tool;
    }

    private static ObjectNode entry(Transport transport) throws IOException {
        return switch (transport) {
            case STREAMABLE_HTTP -> Json.object().put("type", "streamable-http").put("url", gateway.base() + "/mcp");
            case SSE -> Json.object().put("type", "sse").put("url", gateway.base() + "/sse");
            case BRIDGE -> stdio("--url", gateway.base() + "/mcp");
            case STDIO ->
                stdio(
                        "--config",
                        Files.writeString(directory.resolve("own-servers.json"), workspace.servers(InteropServer.FOUR))
                                .toString());
        };
    }

    private static ObjectNode stdio(String... options) {
        List<String> command = GatewayCommand.with("-Xmx256m", "-Dfile.encoding=UTF-8");
        ObjectNode entry = Json.object().put("command", command.get(0));
        ArrayNode arguments = entry.putArray("args");
        command.stream().skip(1).forEach(arguments::add);
        arguments.add("stdio");
        Stream.of(options).forEach(arguments::add);
        return entry;
    }

    private static void checkTools(JsonNode listed, Set<String> without) {
        List<String> expected = new ArrayList<>();
        for (InteropServer server : InteropServer.FOUR) {
            for (JsonNode definition : direct.tools(server.name())) {
                String name = name(server.name(), definition.path("name").asText());
                expected.add(name);
                assertThat(listed)
                        .filteredOn(tool -> tool.path("name").asText().equals(name))
                        .singleElement()
                        .satisfies(tool -> assertThat(
                                        ExactJson.differences(without(tool, without), without(definition, without)))
                                .as(name)
                                .isEmpty());
            }
        }
        assertThat(listed).extracting(tool -> tool.path("name").asText()).containsAll(expected);
    }

    private static JsonNode without(JsonNode definition, Set<String> fields) {
        return ((ObjectNode) definition.deepCopy()).without(fields);
    }

    private static List<String> differences(InteropCall call, JsonNode result) {
        JsonNode expected = SameAnswer.of(call, direct.answer(call).path("result"));
        JsonNode got = SameAnswer.of(call, result);
        return ExactJson.differences(got, expected).stream()
                .map(difference -> call.title() + difference)
                .toList();
    }

    /** Without what the modern era adds to every result; some clients keep the first of it to themselves. */
    private static JsonNode unstamped(JsonNode result) {
        if (!result.isObject()) {
            return result;
        }
        ObjectNode copy = result.deepCopy();
        copy.remove("resultType");
        if (copy.get("_meta") instanceof ObjectNode meta
                && meta.remove("io.modelcontextprotocol/serverInfo") != null
                && meta.isEmpty()) {
            copy.remove("_meta");
        }
        return copy;
    }
}
