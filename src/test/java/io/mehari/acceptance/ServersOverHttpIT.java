package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.acceptance.CallAnswer.Form;
import io.mehari.call.Outcome;
import io.mehari.support.ChangesBehaviour;
import io.mehari.upstream.stdio.FaultyServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Servers that do not come up, or behave badly once they are up, beside one that works. */
class ServersOverHttpIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String FAULTY = FaultyServer.class.getName();

    @TempDir
    static Path directory;

    private static WatchedGateway gateway;
    private static Path program;

    @BeforeAll
    static void start() {
        program = directory.resolve("comes-later");
        Servers servers = new Servers()
                .java("good", FAULTY, "tools", "ok", "returns-arguments")
                .java("My Server", FAULTY, "tools", "ok", "returns-arguments")
                .shell("exits", server -> {}, "echo . >> '" + directory.resolve("starts") + "'; exit 7")
                .shell("closes-stdout", server -> {}, "exec >&-; sleep 60")
                .shell("comes-later", server -> {}, "exec '" + program + "'")
                .shell("not-there", server -> server.put("command", "no-such-program-anywhere"), "")
                .shell("misspelt", server -> server.put("comand", "x"), "true")
                .shell("nowhere", server -> server.put("cwd", "/no/such/directory"), "true")
                .shell("endless-line", server -> {}, "yes '{' | tr -d '\\n'")
                .shell("never-initializes", server -> {}, "cat > /dev/null");
        for (String mode : List.of("flood", "stubborn", "refuses-initialize", "unknown-version")) {
            servers.java(mode, FAULTY, mode);
        }
        gateway = new WatchedGateway(directory, servers.toString(), Map.of());
        gateway.http().awaitTools(List.of("good", "flood", "stubborn"));
    }

    /** Ends what floods, hangs, loops and ignores SIGTERM too: nothing may be left. */
    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @CsvSource({
        "exits,              waiting, exited with code 7",
        "closes-stdout,      waiting, closed its standard output",
        "comes-later,        waiting, exited with code 127",
        "not-there,          waiting, no-such-program-anywhere",
        "nowhere,            waiting, /no/such/directory",
        "refuses-initialize, waiting, no licence",
        "unknown-version,    waiting, 1999-01-01",
        "never-initializes,  joining, ''",
        "endless-line,       joining, ''"
    })
    void tellsWhyAServerIsNotThere(String server, String state, String why) {
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            JsonNode entry = gateway.server(server);
            assertThat(entry.path("state").asText()).as(entry.toString()).isIn(state, "joining");
            assertThat(entry.path("last_error").asText()).contains(why);
            CallAnswer.requireNoInsides(entry.toString());
        });
        for (Form form : Form.values()) {
            CallAnswer answer = gateway.call(form, server, "run", "{}", Outcome.UNAVAILABLE);
            answer.requireUpstream(server);
            assertThat(answer.message()).contains(server, "has not joined yet");
        }
        assertThat(gateway.server(server).path("restarts").asInt()).isZero();
        assertThat(gateway.server(server).path("attempts").asInt()).isPositive();
        JsonNode health = gateway.json("/health");
        assertThat(health.path("status").asText()).isEqualTo("degraded");
        assertThat(health.at("/checks/upstream:" + server + "/status").asText()).isEqualTo("unhealthy");
        assertThat(health.at("/checks/upstream:" + server + "/detail").asText()).contains(server, why);
    }

    @Test
    void aServerWhoseEntryHasAProblemIsListedWithItAndTheOthersServe() {
        String why = "$.mcpServers.misspelt.comand: unknown key; did you mean command?";
        JsonNode entry = gateway.server("misspelt");
        assertThat(entry.path("state").asText()).isEqualTo("misconfigured");
        assertThat(entry.path("last_error").asText()).contains(why);
        for (Form form : Form.values()) {
            CallAnswer answer = gateway.call(form, "misspelt", "run", "{}", Outcome.UNAVAILABLE);
            answer.requireUpstream("misspelt");
            assertThat(answer.message()).contains("misspelt is misconfigured", why);
        }
        JsonNode check = gateway.json("/health").at("/checks/upstream:misspelt");
        assertThat(check.path("status").asText()).isEqualTo("unhealthy");
        assertThat(check.path("detail").asText()).contains("misconfigured", why);
        gateway.call(Form.ENVELOPE, "good", "ok", "{}", Outcome.SUCCESS);
    }

    @Test
    void aServerOfAnyNameIsCalledByItAndByThePlainOne() {
        gateway.http().awaitTools(List.of("my-server"));
        assertThat(gateway.server("my-server").path("state").asText()).isEqualTo("ready");
        assertThat(gateway.http().post("/My%20Server/ok", "{}").statusCode()).isEqualTo(200);
        gateway.call(Form.ENVELOPE, "my-server", "ok", "{}", Outcome.SUCCESS);
    }

    @Test
    void tellsWhenTheNextAttemptIsDue() {
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            JsonNode entry = gateway.server("not-there");
            assertThat(entry.path("state").asText()).isEqualTo("waiting");
            assertThat(Instant.parse(entry.path("next_attempt_at").asText()))
                    .isAfter(Instant.parse(entry.path("since").asText()));
        });
        assertThat(gateway.server("good").has("next_attempt_at")).isFalse();
    }

    @Test
    @DisplayName("S1.11 one server's connection is made anew, the gateway and its other servers go on")
    void connectsOneServerAnewByRequest() {
        int before = gateway.server("stubborn").path("restarts").asInt();
        int others = gateway.server("good").path("restarts").asInt();
        String path = "/api/v1/admin/servers/stubborn/restart";
        assertThat(gateway.http().post(path, "").statusCode()).isEqualTo(200);
        Awaitility.await().atMost(LIMIT).untilAsserted(() -> {
            JsonNode entry = gateway.server("stubborn");
            assertThat(entry.path("state").asText()).isEqualTo("ready");
            assertThat(entry.path("restarts").asInt()).isEqualTo(before + 1);
        });
        gateway.call(Form.ENVELOPE, "stubborn", "run", "{}", Outcome.SUCCESS);
        assertThat(gateway.server("good").path("restarts").asInt()).isEqualTo(others);
        assertThat(gateway.http()
                        .post("/api/v1/admin/servers/stuborn/restart", "")
                        .body())
                .contains("did you mean stubborn?");
    }

    @Test
    void restartsAServerThatKeepsExiting() {
        Path starts = directory.resolve("starts");
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(Files.readAllLines(starts)).hasSizeGreaterThan(2));
    }

    @Test
    void aServerWhoseProgramAppearsLaterJoins() throws IOException {
        Path script = directory.resolve("script");
        Files.writeString(script, "#!/bin/sh\nexec " + Servers.javaLine(FAULTY, "ok") + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Files.move(script, program);

        gateway.http().awaitTools(List.of("comes-later"));
        for (Form form : Form.values()) {
            gateway.call(form, "comes-later", "run", "{}", Outcome.SUCCESS);
        }
        assertThat(gateway.server("comes-later").path("state").asText()).isEqualTo("ready");
        assertThat(gateway.json("/health")
                        .at("/checks/upstream:comes-later/status")
                        .asText())
                .isEqualTo("healthy");
        Files.delete(program);
    }

    @Test
    @ChangesBehaviour("mehari.servers.file")
    void theGoodServerIsNeitherSlowedNorHidden() {
        assertThat(gateway.json("/api/v1/tools?server=good").at("/data/total").asInt())
                .isEqualTo(2);
        JsonNode entry = gateway.server("good");
        assertThat(entry.path("state").asText()).isEqualTo("ready");
        assertThat(entry.path("transport").asText()).isEqualTo("stdio");
        assertThat(entry.path("protocol_version").asText()).isEqualTo("2025-03-26");
        assertThat(entry.at("/server_info/name").asText()).isEqualTo("faulty");
        assertThat(entry.path("restarts").asInt()).isZero();
        for (int i = 0; i < 50; i++) {
            CallAnswer answer = gateway.call(Form.ENVELOPE, "good", "ok", "{}");
            answer.requireOutcome(Outcome.SUCCESS);
            assertThat(answer.json().at("/performance/duration_ms").asDouble())
                    .as("milliseconds; a call that waited for a dead server would take seconds")
                    .isLessThan(5_000);
        }
    }

    @ParameterizedTest
    @CsvSource({"flood", "stubborn"})
    void answersThroughAServerThatFloodsOrWillNotEnd(String server) {
        for (Form form : Form.values()) {
            gateway.call(form, server, "run", "{}", Outcome.SUCCESS);
        }
    }
}
