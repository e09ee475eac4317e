package io.mehari.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.interop.ConformanceSuite.Check;
import io.mehari.interop.ConformanceSuite.Verdict;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.NpmPackages;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import io.mehari.support.Trials;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The gateway as a server of both eras, judged by the official conformance suite, in front of one server of the legacy
 * era whose names it does not change ({@code legacy.mjs}). Nothing may fail that does not fail without the gateway, and
 * of 2026-07-28, which that server does not speak, nothing may fail at all.
 */
@Requires({Requirement.NODE, Requirement.NPM_PACKAGES})
class EndpointConformanceIT {
    private static final String LEGACY = "2025-11-25";
    private static final String MODERN = "2026-07-28";
    private static final String DIRECT = "direct";
    private static final String HTTP = "legacy";
    private static final String STDIO = "legacy-stdio";
    private static final List<String> TABLE = new ArrayList<>();

    @TempDir
    private static Path directory;

    private static ListeningServer fixture;
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() throws IOException {
        fixture = ListeningServer.legacy().start();
        gateway = GatewayUnderTest.start(directory, servers()).awaitTools(List.of(HTTP, STDIO));
    }

    @AfterAll
    static void stop() throws InterruptedException {
        TABLE.forEach(System.out::println);
        if (gateway != null) {
            gateway.close();
            gateway = null; // what it holds would be counted where leaks are looked for
        }
        fixture.close();
    }

    private static String servers() {
        ObjectNode servers = Json.object();
        servers.putObject(HTTP).put("type", "streamable-http").put("url", fixture.url());
        servers.putObject(STDIO)
                .put("command", Requirement.NODE.path().toString())
                .putArray("args")
                .add(NpmPackages.DIRECTORY.resolve("legacy.mjs").toString())
                .add("stdio");
        return Json.text(Json.object().set("mcpServers", servers));
    }

    /**
     * Where, by which version, and how many checks pass at least. Without the gateway it is 84 of 2025-11-25: four are
     * about streams that a server may, but need not, open and close while a call runs.
     */
    private static Stream<Arguments> versions() {
        return Stream.of(
                        Arguments.of(HTTP, LEGACY, 80),
                        Arguments.of(HTTP, MODERN, 152),
                        Arguments.of(HTTP, "2025-03-26", 3),
                        Arguments.of(HTTP, "2025-06-18", 56),
                        Arguments.of(STDIO, LEGACY, 80),
                        Arguments.of(STDIO, MODERN, 152),
                        Arguments.of(DIRECT, "2025-03-26", 3),
                        Arguments.of(DIRECT, "2025-06-18", 56),
                        Arguments.of(DIRECT, LEGACY, 84))
                .limit(Trials.count(2, 9));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void passesEveryScenario(String server, String version, int passed) throws IOException, InterruptedException {
        if (server.equals(STDIO)) {
            connectAsTheSuiteWill();
        }
        Verdict verdict = new ConformanceSuite(directory).all(url(server), version);
        row(server, version, verdict);
        assertThat(verdict.with("FAILURE")).isEmpty();
        assertThat(verdict.exitCode()).as(verdict.output()).isZero();
        assertThat(verdict.with("SUCCESS")).as("none of them was left out").hasSizeGreaterThanOrEqualTo(passed);
    }

    /**
     * A client that can be asked has a connection of its own, over stdio a process; and a scenario waits 600 ms for the
     * answer to its first call.
     */
    private static void connectAsTheSuiteWill() {
        HttpResponse<String> answer = gateway.send(gateway.request("/mcp/" + STDIO)
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .header("MCP-Protocol-Version", MODERN)
                .header("Mcp-Method", "tools/call")
                .header("Mcp-Name", "test_simple_text")
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "test_simple_text", "_meta": {
                          "io.modelcontextprotocol/protocolVersion": "2026-07-28",
                          "io.modelcontextprotocol/clientCapabilities": {"elicitation": {}}}}}
                        """)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static Stream<Arguments> requirements() {
        return Stream.of(Arguments.of(HTTP, MODERN), Arguments.of(HTTP, LEGACY), Arguments.of(DIRECT, LEGACY))
                .limit(Trials.count(0, 3));
    }

    @ParameterizedTest(allowZeroInvocations = true)
    @MethodSource("requirements")
    void meetsTheRequirements(String server, String version) throws IOException, InterruptedException {
        Verdict verdict = new ConformanceSuite(directory).requirements(url(server), version);
        row(server, "required of " + version, verdict);
        assertThat(verdict.exitCode()).as(verdict.output()).isZero();
    }

    private static String url(String server) {
        String url = server.equals(DIRECT) ? fixture.url() : gateway.base() + "/mcp/" + server;
        return url.replace("127.0.0.1", "localhost"); // as the suite wants it
    }

    private static void row(String server, String version, Verdict verdict) {
        TABLE.add("CONFORMANCE %-12s %-22s %3d passed, %d failed, %d warnings"
                .formatted(
                        server,
                        version,
                        verdict.with("SUCCESS").size(),
                        verdict.with("FAILURE").size(),
                        verdict.with("WARNING").size()));
        for (Check check : verdict.with("WARNING")) {
            TABLE.add("  warning: " + check.scenario() + " " + check.id() + ": " + check.reason());
        }
    }
}
