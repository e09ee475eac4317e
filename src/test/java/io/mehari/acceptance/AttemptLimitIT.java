package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.acceptance.CallAnswer.Form;
import io.mehari.call.Outcome;
import io.mehari.upstream.stdio.FaultyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The limit of an attempt, once it fires before the call was sent and once after: a server that joins more slowly. */
class AttemptLimitIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String SLOW = "slow";

    @TempDir
    Path directory;

    private Path held;
    private Path record;
    private WatchedGateway gateway;

    @BeforeEach
    void start() {
        held = directory.resolve("held");
        record = directory.resolve("record");
        String server = Servers.javaLine(FaultyServer.class.getName(), "tools", "silent-call", "ok");
        String servers = new Servers()
                .shell(SLOW, this::limits, "while [ -e '" + held + "' ]; do sleep 0.1; done; exec " + server)
                .toString();
        gateway = new WatchedGateway(directory, servers, Map.of());
        gateway.http().awaitTools(List.of(SLOW));
    }

    private void limits(ObjectNode server) {
        server.putObject("env").put(FaultyServer.RECORD, record.toString());
        server.putObject("timeout").put("attempt", "300ms");
        server.putObject("retry").put("max", 0);
        server.putObject("breaker").put("window", 1_000);
        ObjectNode ok = server.putObject("tools").putObject("ok");
        ok.putObject("timeout").put("attempt", "1s");
        ok.putObject("retry").put("max", 20).put("base", "100ms").put("max-delay", "100ms");
    }

    @AfterEach
    void stop() throws IOException {
        Files.deleteIfExists(held);
        gateway.close();
    }

    @Test
    void aCallThatStillWaitsForTheServerIsUnavailableAndOneThatTheServerHasTimesOut() throws IOException {
        joinAgainWhenReleased();
        for (Form form : Form.values()) {
            CallAnswer answer = gateway.call(form, SLOW, "silent-call", "{}", Outcome.UNAVAILABLE);
            answer.requireUpstream(SLOW);
            assertThat(answer.message()).contains(SLOW, "300 ms", "timeout.attempt", "was not sent", "safe to repeat");
        }
        release();
        assertThat(Files.readAllLines(record)).noneMatch(line -> line.startsWith("call"));
        for (Form form : Form.values()) {
            CallAnswer answer = gateway.call(form, SLOW, "silent-call", "{\"call\":\"sent\"}", Outcome.TIMED_OUT);
            assertThat(answer.message()).contains(SLOW, "300 ms", "timeout.attempt", "asked to cancel");
        }
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(Files.readAllLines(record))
                        .filteredOn("call sent"::equals)
                        .hasSize(2));
    }

    @Test
    void aCallThatWasNeverSentIsTriedAgainAndRunsOnce() throws IOException {
        joinAgainWhenReleased();
        var call = CompletableFuture.supplyAsync(() -> gateway.call(Form.SHORT, SLOW, "ok", "{\"call\":\"once\"}"));
        for (int i = 0; i < 4; i++) { // so long that the first attempt is over
            gateway.call(Form.SHORT, SLOW, "silent-call", "{}", Outcome.UNAVAILABLE);
        }
        assertThat(call).isNotDone();
        release();
        assertThat(call).succeedsWithin(LIMIT).satisfies(answer -> gateway.require(answer, Outcome.SUCCESS));
        assertThat(Files.readAllLines(record)).filteredOn("call once"::equals).hasSize(1);
    }

    private void joinAgainWhenReleased() throws IOException {
        Files.createFile(held);
        assertThat(gateway.http()
                        .post("/api/v1/admin/servers/" + SLOW + "/restart", "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(gateway.server(SLOW).path("state").asText()).isEqualTo("joining");
    }

    private void release() throws IOException {
        Files.delete(held);
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> gateway.server(SLOW).path("state").asText().equals("ready"));
    }
}
