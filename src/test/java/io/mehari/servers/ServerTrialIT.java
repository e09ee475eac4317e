package io.mehari.servers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.configuration.serversfile.ServersSettings;
import io.mehari.protocol.Json;
import io.mehari.servers.ServerTrial.Result;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.http.FaultyHttpServer;
import io.mehari.upstream.stdio.FaultyServer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.mock.env.MockEnvironment;

/** What {@code mehari check --connect} finds out about real servers. */
class ServerTrialIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @Test
    void measuresAServerThatAnswersPing() {
        Result result = process("tools", "plain");
        assertThat(result.problem()).isEmpty();
        assertThat(result.tools()).isEqualTo(1);
        assertThat(result.joined()).isPresent();
        assertThat(result.roundTrip()).isPresent();
    }

    @Test
    void aProcessThatDoesNotKnowPingIsGood() {
        Result result = process("no-ping");
        assertThat(result.problem()).isEmpty();
        assertThat(result.joined()).isPresent();
        assertThat(result.roundTrip()).isEmpty();
    }

    @Test
    void aProcessThatDiesOfPingIsNot() {
        assertThat(process("dies-at-ping").problem())
                .hasValueSatisfying(problem -> assertThat(problem).startsWith("it joined, but "));
    }

    @Test
    void tellsWhatAProcessSaidBeforeItEnded() {
        assertThat(process("last-words").problem())
                .hasValueSatisfying(problem -> assertThat(problem)
                        .startsWith("exited with code 1")
                        .contains("no licence")
                        .doesNotContain("hunter2"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void severalProcessesOfAStatelessServerAnswerOrRefuseAsOne(boolean answers) {
        Result result = trial(java(answers ? "echo" : "no-ping").put("stateless", true));
        assertThat(result.problem()).isEmpty();
        assertThat(result.roundTrip().isPresent()).isEqualTo(answers);
    }

    @ParameterizedTest
    @ValueSource(strings = {"400 Bad Request", "401 Unauthorized", "404 Not Found", "405 Method Not Allowed", "500 No"})
    void aServerBehindAUrlThatRefusesPingIsGood(String status) throws Exception {
        try (FaultyHttpServer server = new FaultyHttpServer()) {
            server.onPing = (request, out) -> FaultyHttpServer.status(out, status, "", "no ping here");
            Result result = trial(Json.object().put("url", server.url()).put("type", "streamable-http"));
            assertThat(result.problem()).isEmpty();
            assertThat(result.joined()).isPresent();
            assertThat(result.roundTrip()).isEmpty();
            assertThat(server.calls()).isEmpty();
        }
    }

    @Test
    void measuresAServerBehindAUrl() throws Exception {
        try (FaultyHttpServer server = new FaultyHttpServer()) {
            Result result = trial(Json.object().put("url", server.url()).put("type", "streamable-http"));
            assertThat(result.problem()).isEmpty();
            assertThat(result.roundTrip()).isPresent();
            assertThat(server.calls()).isEmpty();
        }
    }

    private static Result process(String... words) {
        return trial(java(words));
    }

    private static ObjectNode java(String... words) {
        ObjectNode entry = Json.object();
        entry.put(
                "command",
                Path.of(System.getProperty("java.home"), "bin", "java").toString());
        List.of("-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"), FaultyServer.class.getName())
                .forEach(entry.putArray("args")::add);
        List.of(words).forEach(entry.withArray("args")::add);
        return entry;
    }

    private static Result trial(ObjectNode entry) {
        ObjectNode file = Json.object();
        file.putObject("mcpServers").set("tried", entry);
        List<UpstreamSettings> servers = McpServersFile.of(
                        Duration.ofMinutes(5), ServersSettings.of(new MockEnvironment()), Map.of())
                .read(new ByteArrayResource(Json.bytes(file)));
        return ServerTrials.of(servers, LIMIT, Clock.systemUTC(), waiting -> {}).get(0);
    }
}
