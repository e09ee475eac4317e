package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.cli.CommandRun;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.GatewayUnderTest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters as operators have them: listed, shown, replayed, discarded, removed; and replayed by themselves. */
class DeadLettersOverHttpIT {
    private static final String LETTERS = "/api/v1/admin/dead-letters";
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private static StoppableServer server;
    private static GatewayUnderTest gateway;

    @BeforeAll
    static void start() {
        server = new StoppableServer();
        String servers = new Servers()
                .with("shop", keys -> {
                    keys.put("url", "http://127.0.0.1:" + server.port() + "/mcp")
                            .put("type", "streamable-http");
                    keys.putObject("retry").put("max", 0);
                    keys.putObject("timeout").put("attempt", "1s");
                })
                .toString();
        gateway = GatewayUnderTest.start(
                directory,
                servers,
                Map.of(
                        "mehari.dead-letters.replay.enabled", "true",
                        "mehari.dead-letters.replay.period", "50ms",
                        "mehari.dead-letters.replay.delay", "50ms",
                        "mehari.dead-letters.replay.categories", "AUTOMATIC"));
        gateway.awaitTools(List.of("shop"));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        gateway = null;
        server.close();
    }

    @Test
    @DisplayName("S0.13: a call that did not run is replayed by an operator once its server is back, and once only")
    void replaysACallThatDidNotRun() throws IOException {
        int before = server.runs("order");
        String id = failedWhileDown("{\"item\":\"tea\"}");
        JsonNode listed = list("?server=shop&tool=order&outcome=unavailable&state=waiting&from=2020-01-01T00:00:00Z");
        assertThat(listed.findValuesAsText("id")).contains(id);
        assertThat(list("?tool=order&to=2020-01-01T00:00:00Z")).isEmpty();

        JsonNode answer = post("/" + id + "/replay", "", 200);
        assertThat(answer.at("/data/outcome").asText()).isEqualTo("success");
        assertThat(answer.at("/data/result/content/0/text").asText()).isEqualTo("run " + (before + 1));
        JsonNode letter = show(id);
        assertThat(letter.path("state").asText()).isEqualTo("replayed");
        assertThat(letter.at("/replay/request_id").asText())
                .isEqualTo(answer.at("/data/request_id").asText());
        assertThat(letter.at("/replay/outcome").asText()).isEqualTo("success");
        assertThat(letter.path("outcome").asText()).isEqualTo("unavailable");

        JsonNode again = post("/" + id + "/replay", "{\"force\":true}", 409);
        assertThat(again.at("/error/code").asText()).isEqualTo("dead_letter_not_waiting");
        assertThat(server.runs("order")).isEqualTo(before + 1);
    }

    @Test
    void countsAReplayThatFailsWithItsLetter() throws IOException {
        int before = server.runs("slow");
        call("slow", "{\"n\":1}", 504);
        JsonNode letter = list("?tool=slow&state=waiting").get(0);
        String id = letter.path("id").asText();
        assertThat(letter.path("may_have_run").asBoolean()).isTrue();

        JsonNode refused = post("/" + id + "/replay", "{}", 409);
        assertThat(refused.at("/error/code").asText()).isEqualTo("dead_letter_may_have_run");
        assertThat(refused.at("/error/message").asText()).contains("timed_out", "\"force\": true", "idempotent");
        assertThat(server.runs("slow")).isEqualTo(before + 1);

        JsonNode forced = post("/" + id + "/replay", "{\"force\":true}", 200);
        assertThat(forced.at("/data/outcome").asText()).isEqualTo("timed_out");
        assertThat(show(id).path("attempts").asInt()).isEqualTo(1);
        assertThat(show(id).path("state").asText()).isEqualTo("waiting");
        assertThat(list("?tool=slow")).as("one letter for ever").hasSize(1);

        JsonNode discarded = post("/" + id + "/discard", "", 200);
        assertThat(discarded.at("/data/state").asText()).isEqualTo("discarded");
        post("/" + id + "/discard", "", 200);
    }

    @Test
    void saysWhyALetterCannotBeReplayed() throws IOException {
        String secret = failedWhileDown("{\"password\":\"hunter2\"}");
        assertThat(show(secret).path("not_replayable").asText()).contains("looks like a secret");
        JsonNode refused = post("/" + secret + "/replay", "{\"force\":true}", 409);
        assertThat(refused.at("/error/code").asText()).isEqualTo("dead_letter_not_replayable");
        assertThat(refused.toString()).doesNotContain("hunter2");
        assertThat(post("/nothing/replay", "", 404).at("/error/code").asText()).isEqualTo("dead_letter_not_found");
        assertThat(Json.read(gateway.get(LETTERS + "/nothing").body())
                        .at("/error/message")
                        .asText())
                .contains("no dead letter nothing", "expired");
    }

    @Test
    void namesWhatIsWrongWithAQuestion() throws IOException {
        for (String query : List.of("?outcome=bad", "?state=lost", "?from=yesterday", "?limit=0")) {
            assertThat(gateway.get(LETTERS + query).statusCode()).as(query).isEqualTo(422);
        }
        assertThat(gateway.get(LETTERS + "?outcome=bad").body()).contains("unavailable", "timed_out");
        for (String body :
                List.of("{}", "{\"ids\":[]}", "{\"ids\":[\"1\"],\"filter\":{}}", "{\"filter\":{\"sever\":\"x\"}}")) {
            assertThat(post("/replay", body, 422).toString()).as(body).contains("invalid_arguments");
            assertThat(post("/discard", body, 422).toString()).as(body).contains("invalid_arguments");
        }
        assertThat(post("/discard", "{\"filter\":{\"sever\":\"x\"}}", 422).toString())
                .contains("did you mean server?");
        post("/expire", "{\"before\":\"soon\"}", 422);
        post("/x/replay", "{\"force\":\"yes\"}", 422);
    }

    @Test
    void replaysAndDiscardsManyByAFilter() throws IOException {
        int before = server.runs("order");
        List<String> ids = List.of(failedWhileDown("{\"n\":1}"), failedWhileDown("{\"n\":2}"));
        JsonNode replayed =
                post("/replay", "{\"ids\":[\"" + ids.get(0) + "\",\"" + ids.get(1) + "\",\"nothing\"]}", 200);
        assertThat(replayed.path("message").asText()).isEqualTo("3 dead letters, 2 replayed");
        assertThat(replayed.at("/data/results/2/error/code").asText()).isEqualTo("dead_letter_not_found");
        assertThat(server.runs("order")).isEqualTo(before + 2);

        String waiting = failedWhileDown("{\"n\":3}");
        assertThat(post("/replay", "{\"filter\":{\"server\":\"other\"}}", 200).at("/data/results"))
                .isEmpty();
        assertThat(post("/discard", "{\"filter\":{\"server\":\"shop\",\"tool\":\"order\"}}", 200)
                        .at("/data/discarded")
                        .asInt())
                .isPositive();
        assertThat(show(waiting).path("state").asText()).isEqualTo("discarded");
        assertThat(post("/expire", "{\"before\":\"2020-01-01T00:00:00Z\"}", 200)
                        .at("/data/removed")
                        .asInt())
                .isZero();
        assertThat(show(waiting).path("state").asText()).isEqualTo("discarded");
    }

    @Test
    @DisplayName("S0.13: an operator lists, shows, replays, forces and discards by the command line")
    void theCommandDoesTheSame() throws IOException {
        int before = server.runs("order");
        String id = failedWhileDown("{\"item\":\"coffee\"}");
        CommandRun listed = command("list", "--server", "shop", "--tool", "order", "--state", "waiting");
        assertThat(listed.status()).as(listed.err()).isZero();
        assertThat(listed.out()).containsPattern(id + "  \\S+ \\S+Z  shop/order  unavailable  no +waiting +0 ");
        assertThat(command("show", id).out())
                .containsPattern("server +shop\n")
                .contains("\"item\" : \"coffee\"")
                .containsPattern("may_have_run +false\n");

        CommandRun replayed = command("replay", id, "nothing");
        assertThat(replayed.status()).as("one is not there").isEqualTo(1);
        assertThat(replayed.out())
                .containsPattern(id + "  success ")
                .containsPattern("nothing +not replayed +There is no dead letter nothing")
                .contains("2 dead letters, 1 replayed, 1 with success.");
        assertThat(server.runs("order")).isEqualTo(before + 1);
        assertThat(Json.read(command("show", id, "--json").out()).path("state").asText())
                .isEqualTo("replayed");
        assertThat(command("discard", id).err()).contains("was replayed by request");

        call("slow", "{\"n\":7}", 504);
        CommandRun refused = command("replay", "--tool", "slow", "--outcome", "timed_out");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("look whether these calls have run");
        CommandRun forced = command("replay", "--tool", "slow", "--outcome", "timed_out", "--force");
        assertThat(forced.err()).contains("may then have run twice");
        assertThat(forced.out()).contains("timed_out").contains("0 with success");
        assertThat(command("discard", "--tool", "slow").out()).contains("1 dead letter discarded.");
        assertThat(command("list", "--outcome", "bad").err()).contains("outcome must be one of success");
    }

    private static CommandRun command(String... arguments) {
        return CommandRun.of(
                Map.of(),
                Stream.of(Stream.of("dead-letters"), Stream.of(arguments), Stream.of("--url", "" + gateway.base()))
                        .flatMap(each -> each)
                        .toArray(String[]::new));
    }

    @Test
    @DisplayName("S0.13: while the database fails a replay is refused with the reason, and nothing is called")
    void refusesReplaysWhileTheDatabaseFails() throws Exception {
        String id = failedWhileDown("{\"n\":9}");
        int before = server.runs("order");
        try (Connection database = DriverManager.getConnection(
                        "jdbc:h2:file:" + directory.resolve("dead-letters").resolve("mehari")
                                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;IFEXISTS=TRUE",
                        "sa",
                        "");
                Statement statement = database.createStatement()) {
            statement.execute("alter table dead_letters rename to dead_letters_gone");
            JsonNode refused = post("/" + id + "/replay", "", 503);
            assertThat(refused.at("/error/code").asText()).isEqualTo("dead_letters_unavailable");
            post("/" + id + "/discard", "", 503);
            statement.execute("alter table dead_letters_gone rename to dead_letters");
        }
        assertThat(server.runs("order")).isEqualTo(before);
        assertThat(post("/" + id + "/replay", "", 200).at("/data/outcome").asText())
                .isEqualTo("success");
    }

    @Test
    @DisplayName("S0.13: calls that did not run are made once more by themselves when their server is back")
    @ChangesBehaviour("mehari.dead-letters.replay.enabled")
    @ChangesBehaviour("mehari.dead-letters.replay.period")
    void replaysByItself() throws Exception {
        String id = failedWhileDown("{\"n\":10}");
        assertThat(show(id).path("attempts").asInt())
                .as("its category is another")
                .isZero();
        try (Connection database = DriverManager.getConnection(
                        "jdbc:h2:file:" + directory.resolve("dead-letters").resolve("mehari")
                                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;IFEXISTS=TRUE",
                        "sa",
                        "");
                Statement statement = database.createStatement()) {
            statement.execute("update dead_letters set category = 'AUTOMATIC' where id = '" + id + "'");
        }
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(show(id).path("state").asText()).isEqualTo("replayed"));
        assertThat(show(id).at("/replay/caller").asText()).isEqualTo("dead-letter-replay");
    }

    /** The id of the letter of a call that was made while the server was away; it is back afterwards. */
    private static String failedWhileDown(String arguments) throws IOException {
        server.stop();
        String requestId = call("order", arguments, 503);
        server.start();
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(states()).containsEntry("shop", "ready"));
        for (JsonNode letter : list("?server=shop")) {
            if (letter.path("request_id").asText().equals(requestId)) {
                return letter.path("id").asText();
            }
        }
        throw new AssertionError("No letter of request " + requestId);
    }

    private static Map<String, String> states() throws IOException {
        Map<String, String> states = new HashMap<>();
        Json.read(gateway.get("/api/v1/servers").body())
                .at("/data/servers")
                .forEach(each -> states.put(
                        each.path("name").asText(), each.path("state").asText()));
        return states;
    }

    private static String call(String tool, String arguments, int status) {
        HttpResponse<String> reply = gateway.post("/api/v1/tools/shop/" + tool, arguments);
        assertThat(reply.statusCode()).as(reply.body()).isEqualTo(status);
        return reply.headers().firstValue("x-request-id").orElseThrow();
    }

    private static JsonNode list(String query) throws IOException {
        return Json.read(gateway.get(LETTERS + query).body()).at("/data/dead_letters");
    }

    private static JsonNode show(String id) throws IOException {
        return Json.read(gateway.get(LETTERS + "/" + id).body()).path("data");
    }

    private static JsonNode post(String path, String body, int status) throws IOException {
        HttpResponse<String> reply = gateway.send(gateway.request(LETTERS + path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
        assertThat(reply.statusCode()).as(path + " " + reply.body()).isEqualTo(status);
        return Json.read(reply.body());
    }
}
