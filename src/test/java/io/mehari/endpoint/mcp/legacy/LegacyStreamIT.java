package io.mehari.endpoint.mcp.legacy;

import static io.mehari.endpoint.mcp.legacy.LegacyGateway.call;
import static io.mehari.endpoint.mcp.legacy.LegacyGateway.json;
import static io.mehari.endpoint.mcp.legacy.LegacyGateway.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.call.ClientErrorException;
import io.mehari.endpoint.http.target.RootPath;
import io.mehari.endpoint.mcp.McpGateway;
import io.mehari.endpoint.mcp.method.ListKind;
import io.mehari.endpoint.mcp.method.McpCall;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

/** What reaches a client of a session besides the answers to its requests, and on which stream. */
class LegacyStreamIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private LegacyGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new LegacyGateway();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** Begins a call whose first event is its progress, so that its response is a stream. */
    private SseReader streamed(String session, String tool) throws Exception {
        CompletableFuture<Void> progress =
                CompletableFuture.runAsync(() -> running(tool).control().progressed(progress(0)));
        SseReader stream = gateway.calling(session, call(1, tool));
        progress.join();
        return stream;
    }

    private static SseReader.Event read(SseReader stream) {
        try {
            return stream.next();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private McpCall running(String tool) {
        await().atMost(LIMIT).until(() -> gateway.calls.containsKey(tool));
        return gateway.calls.get(tool);
    }

    private Client client(String tool) {
        return running(tool).control().client();
    }

    private static ObjectNode progress(int value) {
        return Json.object().put("progressToken", 99).put("progress", value).put("message", "m");
    }

    private static String answer(long id, String content) {
        return "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":{\"action\":\"accept\",\"content\":\"" + content
                + "\"}}";
    }

    @Test
    void progressGoesBeforeTheAnswerUnderTheTokenOfTheClient() throws Exception {
        String session = gateway.begin("2025-06-18");
        try (SseReader stream = streamed(session, "slow")) {
            assertThat(stream.isEvents()).isTrue();
            assertThat(stream.headers).containsEntry("x-accel-buffering", "no");
            JsonNode progress = stream.next().json();
            assertThat(progress.path("method").asText()).isEqualTo("notifications/progress");
            assertThat(progress.at("/params/progressToken").asText()).isEqualTo("t-slow");
            assertThat(progress.at("/params/message").asText()).isEqualTo("m");
            gateway.results.get("slow").complete(text("done"));
            assertThat(stream.next().json().at("/result/content/0/text").asText())
                    .isEqualTo("done");
            assertThat(stream.next()).isNull();
        }
    }

    @Test
    void callsThatTellNothingAreAnsweredByJson() {
        HttpResponse<String> response = gateway.in(gateway.begin("2025-11-25"), call(1, "echo"));

        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    }

    @Test
    @ChangesBehaviour("mehari.mcp.sessions.retry")
    void clientsAreToldHowLongToWaitBeforeTheyListenAgain() throws Exception {
        SessionSettings slow = new SessionSettings(
                10,
                10,
                Duration.ofMinutes(5),
                Duration.ofSeconds(7),
                8,
                DataSize.ofKilobytes(8),
                DataSize.ofKilobytes(8));
        try (LegacyGateway patient = new LegacyGateway(slow, McpGateway.OPEN, RootPath.NONE);
                SseReader stream = patient.listen(patient.begin("2025-11-25"))) {
            assertThat(stream.next().retry()).isEqualTo("7000");
        }
    }

    @Test
    void longCallsOfTheLatestVersionBecomeStreamsThatCanBeTakenUp() throws Exception {
        String session = gateway.begin("2025-11-25");
        CompletableFuture<Void> time = CompletableFuture.runAsync(() -> {
            running("slow");
            await().atMost(LIMIT).until(() -> gateway.timer.pending() > 1);
            gateway.timer.advance(Duration.ofMillis(Posts.BEGIN_EARLY_MILLIS));
        });
        String last;
        try (SseReader stream = gateway.calling(session, call(1, "slow"))) {
            time.join();
            assertThat(stream.next().retry()).isEqualTo("1000");
            SseReader.Event primed = stream.next();
            assertThat(primed.data()).isEmpty();
            last = primed.id();
        }
        gateway.results.get("slow").complete(text("done"));
        try (SseReader again = gateway.listen(session, "last-event-id", last)) {
            assertThat(again.status).isEqualTo(200);
            assertThat(again.message().json().at("/result/content/0/text").asText())
                    .isEqualTo("done");
        }
    }

    @Test
    void aLostStreamIsTakenUpWhereItBrokeAndNothingElseIsReplayed() throws Exception {
        String session = gateway.begin("2025-06-18");
        try (SseReader other = streamed(session, "other")) {
            String last;
            CompletableFuture<Void> progress =
                    CompletableFuture.runAsync(() -> running("slow").control().progressed(progress(0)));
            try (SseReader stream = gateway.calling(session, call(2, "slow"))) {
                progress.join();
                last = stream.next().id();
            }
            McpCall call = running("slow");
            assertThat(call.control().isCancelled()).isFalse();
            running("other").control().progressed(progress(5));
            call.control().progressed(progress(1));
            try (SseReader again = gateway.listen(session, "last-event-id", last)) {
                assertThat(again.next().json().at("/params/progress").asInt()).isEqualTo(1);
                call.control().progressed(progress(2));
                assertThat(again.next().json().at("/params/progress").asInt()).isEqualTo(2);
                gateway.results.get("slow").complete(text("done"));
                assertThat(again.next().json().path("id").asInt()).isEqualTo(2);
                assertThat(again.next()).isNull();
            }
            // the whole of it once more, although it has ended
            try (SseReader again = gateway.listen(session, "last-event-id", last)) {
                assertThat(again.next().json().at("/params/progress").asInt()).isEqualTo(1);
                assertThat(again.next().json().at("/params/progress").asInt()).isEqualTo(2);
                assertThat(again.next().json().path("id").asInt()).isEqualTo(2);
                assertThat(again.next()).isNull();
            }
        }
    }

    @Test
    void forgedEventIdsAreRefused() throws Exception {
        String session = gateway.begin("2025-06-18");
        try (SseReader stream = streamed(session, "slow")) {
            String id = stream.next().id();
            String foreign = gateway.begin("2025-06-18");
            for (String forged :
                    List.of("x", "c1", "c1-", "c1-99", "c9-1", "g1-1x", "-1", "c-1--1", "c1-99999999999999999999")) {
                try (SseReader refused = gateway.listen(session, "last-event-id", forged)) {
                    assertThat(refused.status).as(forged).isEqualTo(400);
                }
            }
            try (SseReader refused = gateway.listen(foreign, "last-event-id", id)) {
                assertThat(refused.status).isEqualTo(400);
            }
        }
    }

    @Test
    void logMessagesAreThoseOfTheLevelThatTheClientWants() throws Exception {
        String session = gateway.begin("2025-06-18");
        assertThat(gateway.in(
                                session,
                                "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"logging/setLevel\",\"params\":{\"level\":\"warning\"}}")
                        .body())
                .contains("\"result\":{}");
        assertThat(gateway.levels).containsExactly("warning");
        try (SseReader stream = streamed(session, "slow")) {
            stream.next();
            for (String level : List.of("debug", "notice", "error", "warning", "info")) {
                client("slow")
                        .notified("one", "notifications/message", Json.object().put("level", level));
            }
            assertThat(stream.next().json().at("/params/level").asText()).isEqualTo("error");
            assertThat(stream.next().json().at("/params/level").asText()).isEqualTo("warning");
            gateway.results.get("slow").complete(text("done"));
            assertThat(stream.next().json().has("result")).isTrue();
        }
    }

    @Test
    void whatAServerAsksGoesOnTheStreamOfItsCallAndTheAnswerBack() throws Exception {
        String session = gateway.begin("2025-11-25");
        try (SseReader listening = gateway.listen(session);
                SseReader stream = streamed(session, "slow")) {
            CompletableFuture<ObjectNode> asked = client("slow")
                    .ask("one", "elicitation/create", Json.object().put("message", "name?"));
            stream.message();
            JsonNode question = stream.message().json();
            assertThat(question.path("method").asText()).isEqualTo("elicitation/create");
            assertThat(question.at("/params/message").asText()).isEqualTo("name?");

            HttpResponse<String> accepted =
                    gateway.in(session, answer(question.path("id").asLong(), "Anna"));
            assertThat(accepted.statusCode()).isEqualTo(202);
            assertThat(asked.join().path("content").asText()).isEqualTo("Anna");
            assertThat(gateway.in(session, answer(question.path("id").asLong(), "late"))
                            .statusCode())
                    .isEqualTo(202);
            assertThat(gateway.in(session, answer(99, "never asked")).statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    void anErrorOfTheClientIsTheServersAnswer() throws Exception {
        String session = gateway.begin("2025-11-25");
        try (SseReader stream = streamed(session, "slow")) {
            CompletableFuture<ObjectNode> asked = client("slow").ask("one", "roots/list", Json.object());
            stream.message();
            long id = stream.message().json().path("id").asLong();
            gateway.in(
                    session,
                    "{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"error\":{\"code\":-1,\"message\":\"no\",\"data\":7}}");

            assertThatThrownBy(asked::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(ClientErrorException.class, error -> {
                        assertThat(error.code()).isEqualTo(-1);
                        assertThat(error).hasMessage("no");
                        assertThat(error.data().asInt()).isEqualTo(7);
                    });
        }
    }

    @Test
    void anAnswerOfAnotherSessionIsNone() throws Exception {
        String session = gateway.begin("2025-11-25");
        String foreign = gateway.begin("2025-11-25");
        try (SseReader stream = streamed(session, "slow")) {
            CompletableFuture<ObjectNode> asked = client("slow").ask("one", "roots/list", Json.object());
            stream.message();
            long id = stream.message().json().path("id").asLong();

            assertThat(gateway.in(foreign, answer(id, "forged")).statusCode()).isEqualTo(400);
            assertThat(asked).isNotDone();
        }
    }

    @Test
    void aQuestionThatIsVoidIsTakenBack() throws Exception {
        String session = gateway.begin("2025-11-25");
        try (SseReader stream = streamed(session, "slow")) {
            CompletableFuture<ObjectNode> asked = client("slow").ask("one", "roots/list", Json.object());
            stream.message();
            long id = stream.message().json().path("id").asLong();
            asked.cancel(false);

            JsonNode withdrawn = stream.message().json();
            assertThat(withdrawn.path("method").asText()).isEqualTo("notifications/cancelled");
            assertThat(withdrawn.at("/params/requestId").asLong()).isEqualTo(id);
        }
    }

    @Test
    void whatAClientDoesNotOfferIsNotAsked() {
        String session = gateway.begin("2025-03-26"); // knows no elicitation
        gateway.post("/mcp", call(1, "echo"), "mcp-session-id", session);
        CompletableFuture<HttpResponse<String>> call =
                CompletableFuture.supplyAsync(() -> gateway.in(session, call(1, "slow")));
        Client client = client("slow");

        assertThat(client.capabilities())
                .isEqualTo(Json.object()
                        .<ObjectNode>set("sampling", Json.object())
                        .set("roots", Json.object().put("listChanged", true)));
        assertThatThrownBy(client.ask("one", "elicitation/create", Json.object())::join)
                .hasRootCauseInstanceOf(ClientErrorException.class);
        gateway.results.get("slow").complete(text("done"));
        assertThat(call.join().statusCode()).isEqualTo(200);
    }

    @Test
    void withoutTheStreamOfItsCallTheQuestionGoesOnAnother() throws Exception {
        String session = gateway.begin("2025-06-18");
        try (SseReader listening = gateway.listen(session)) {
            try (SseReader stream = streamed(session, "slow")) {
                stream.next();
            }
            Client client = client("slow");
            ObjectNode params = Json.object().put("message", "there?");
            CompletableFuture<SseReader.Event> next = CompletableFuture.supplyAsync(() -> read(listening));
            List<CompletableFuture<ObjectNode>> asked = new ArrayList<>();
            await().atMost(LIMIT)
                    .until(
                            () -> { // until it is seen that the stream of the call is gone
                                asked.add(client.ask("one", "elicitation/create", params));
                                return next.isDone();
                            });
            JsonNode question = next.join().json();
            assertThat(question.at("/params/message").asText()).isEqualTo("there?");
            gateway.in(session, answer(question.path("id").asLong(), "yes"));
            assertThat(asked)
                    .filteredOn(CompletableFuture::isDone)
                    .singleElement()
                    .satisfies(answered ->
                            assertThat(answered.join().path("content").asText()).isEqualTo("yes"));
        }
    }

    @Test
    void aCancelledCallIsNotAnswered() throws Exception {
        String session = gateway.begin("2025-06-18");
        CompletableFuture<HttpResponse<String>> plain =
                CompletableFuture.supplyAsync(() -> gateway.in(session, call(2, "plain")));
        running("plain");
        try (SseReader stream = streamed(session, "slow")) {
            stream.next();
            for (int id : List.of(1, 2)) {
                String cancel = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":"
                        + id + ",\"reason\":\"r\"}}";
                assertThat(gateway.in(session, cancel).statusCode()).isEqualTo(202);
            }
            assertThat(stream.next()).isNull();
            assertThat(plain.join().body()).isEmpty();
            assertThat(running("slow").control().isCallerGone()).isTrue();
            assertThat(running("plain").control().isCallerGone()).isTrue();
        }
    }

    @Test
    void anotherSessionCannotCancel() {
        String session = gateway.begin("2025-06-18");
        CompletableFuture<HttpResponse<String>> call =
                CompletableFuture.supplyAsync(() -> gateway.in(session, call(2, "plain")));
        running("plain");
        gateway.in(
                gateway.begin("2025-06-18"),
                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/cancelled\",\"params\":{\"requestId\":2}}");
        gateway.results.get("plain").complete(text("done"));

        assertThat(json(call.join()).at("/result/content/0/text").asText()).isEqualTo("done");
    }

    @Test
    void changesGoOnOneStreamTheNewest() throws Exception {
        String session = gateway.begin("2025-06-18");
        try (SseReader first = gateway.listen(session)) {
            await().atMost(LIMIT).until(() -> gateway.listeners.size() == 1);
            try (SseReader second = gateway.listen(session)) {
                gateway.listeners.get(0).accept(ListKind.TOOLS);
                assertThat(second.next().json().path("method").asText()).isEqualTo("notifications/tools/list_changed");
            }
            CompletableFuture<SseReader.Event> next = CompletableFuture.supplyAsync(() -> read(first));
            await().atMost(LIMIT).until(() -> {
                gateway.listeners.get(0).accept(ListKind.PROMPTS); // until it is seen that the second is gone
                return next.isDone();
            });
            assertThat(next.join().json().path("method").asText()).isEqualTo("notifications/prompts/list_changed");
        }
    }

    @Test
    void changesWaitOnceForAClientThatIsAway() throws Exception {
        String session = gateway.begin("2025-06-18");
        gateway.in(
                session,
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"resources/subscribe\",\"params\":{\"uri\":\"memo:a\"}}");
        gateway.watched.get("memo:a").accept(Json.object().put("uri", "memo:a").put("old", true));
        gateway.watched.get("memo:a").accept(Json.object().put("uri", "memo:a"));
        gateway.listeners.get(0).accept(ListKind.RESOURCES);
        gateway.listeners.get(0).accept(ListKind.RESOURCES);
        try (SseReader stream = gateway.listen(session)) {
            gateway.listeners.get(0).accept(ListKind.PROMPTS);
            assertThat(stream.next().json().path("method").asText()).isEqualTo("notifications/resources/list_changed");
            assertThat(stream.next().json().path("params"))
                    .isEqualTo(Json.object().put("uri", "memo:a"));
            gateway.listeners.get(0).accept(ListKind.PROMPTS);
            assertThat(stream.next().json().path("method").asText()).isEqualTo("notifications/prompts/list_changed");
        }
    }

    @Test
    void logMessagesOfNoCallReachThoseWhoHaveSetALevel() throws Exception {
        String session = gateway.begin("2025-06-18");
        String silent = gateway.begin("2025-06-18");
        setLevel(session, "debug");
        setLevel(session, "warning");
        try (SseReader stream = gateway.listen(session);
                SseReader unasked = gateway.listen(silent)) {
            assertThat(gateway.logs)
                    .as("one listener, however often it sets a level")
                    .hasSize(1);
            for (String level : List.of("debug", "notice", "error")) {
                gateway.logs.get(0).accept(Json.object().put("level", level).put("data", "x"));
            }
            JsonNode message = stream.next().json();
            assertThat(message.path("method").asText()).isEqualTo("notifications/message");
            assertThat(message.at("/params/level").asText()).isEqualTo("error");

            gateway.send("DELETE", "/mcp", "mcp-session-id", session);
            assertThat(gateway.logs).isEmpty();
            gateway.listeners.forEach(listener -> listener.accept(ListKind.TOOLS));
            assertThat(unasked.next().json().path("method").asText())
                    .as("the first it hears of")
                    .isEqualTo("notifications/tools/list_changed");
        }
    }

    @Test
    void logMessagesWaitForAClientThatDoesNotListenYet() throws Exception {
        String session = gateway.begin("2025-06-18");
        setLevel(session, "info");
        for (int i = 1; i <= Listening.MOST_EARLY + 1; i++) {
            String data = i == 2 ? "x".repeat(Listening.LONGEST_EARLY) : "message " + i;
            gateway.logs.get(0).accept(Json.object().put("level", "info").put("data", data));
        }
        try (SseReader stream = gateway.listen(session)) {
            for (int i = 1; i <= Listening.MOST_EARLY + 1; i++) {
                if (i != 2) {
                    assertThat(stream.next().json().at("/params/data").asText()).isEqualTo("message " + i);
                }
            }
            gateway.logs.get(0).accept(Json.object().put("level", "info").put("data", "then"));
            assertThat(stream.next().json().at("/params/data").asText()).isEqualTo("then");
        }
        try (SseReader second = gateway.listen(session)) {
            gateway.logs.get(0).accept(Json.object().put("level", "info").put("data", "to the second"));
            assertThat(second.next().json().at("/params/data").asText()).isEqualTo("to the second");
        }
    }

    private void setLevel(String session, String level) {
        gateway.in(
                session,
                "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"logging/setLevel\",\"params\":{\"level\":\"" + level
                        + "\"}}");
    }

    /** 2,000 messages of 32 KB, of which the one client takes none until they have all been sent. */
    @Test
    void aSlowReaderDelaysNobodyAndHoldsNoMoreThanItsBound() throws Exception {
        int messages = 2_000;
        String slow = gateway.begin("2025-06-18");
        String quick = gateway.begin("2025-06-18");
        watch(slow, "memo:slow");
        watch(quick, "memo:quick");
        ObjectNode large = Json.object().put("uri", "memo:slow").put("text", "x".repeat(32_768));
        try (SseReader unread = gateway.listen(slow);
                SseReader read = gateway.listen(quick)) {
            for (int i = 0; i < messages; i++) {
                gateway.watched.get("memo:slow").accept(large);
                gateway.watched
                        .get("memo:quick")
                        .accept(Json.object().put("uri", "memo:quick").put("n", i));
                assertThat(read.next().json().at("/params/n").asInt()).isEqualTo(i);
            }
            assertThat(gateway.era.keptBytes())
                    .as("kept for both sessions")
                    .isLessThanOrEqualTo(
                            2 * SessionSettings.DEFAULTS.eventBytes().toBytes());

            gateway.watched
                    .get("memo:slow")
                    .accept(Json.object().put("uri", "memo:slow").put("last", true));
            int taken = 0;
            JsonNode update = unread.next().json();
            while (!update.at("/params/last").asBoolean()) {
                taken++;
                update = nextAfterSweeps(unread);
            }
            assertThat(taken).as("what buffers of sockets and 256 KB hold").isLessThan(messages / 4);
        }
    }

    /** What waits for a slow client is sent when it reads again, by a clock. */
    private JsonNode nextAfterSweeps(SseReader stream) throws Exception {
        CompletableFuture<SseReader.Event> next = CompletableFuture.supplyAsync(() -> read(stream));
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(5)).until(() -> {
            gateway.timer.advance(Duration.ofSeconds(1));
            return next.isDone();
        });
        return next.join().json();
    }

    private void watch(String session, String uri) {
        gateway.in(
                session,
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"resources/subscribe\",\"params\":{\"uri\":\"" + uri
                        + "\"}}");
    }

    @Test
    void watchedResourcesAreToldUntilNobodyWatches() throws Exception {
        String session = gateway.begin("2025-06-18");
        String subscribe = "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"resources/%s\",\"params\":{\"uri\":\"memo:a\"}}";
        try (SseReader stream = gateway.listen(session)) {
            assertThat(gateway.in(session, subscribe.formatted("subscribe")).body())
                    .contains("\"result\":{}");
            assertThat(gateway.in(session, subscribe.formatted("subscribe")).body())
                    .contains("\"result\":{}");
            gateway.watched.get("memo:a").accept(Json.object().put("uri", "memo:a"));
            assertThat(stream.next().json().at("/params/uri").asText()).isEqualTo("memo:a");
            assertThat(gateway.in(session, subscribe.formatted("unsubscribe")).body())
                    .contains("\"result\":{}");
            assertThat(gateway.watched).isEmpty();
            assertThat(gateway.in(session, subscribe.formatted("unsubscribe")).body())
                    .contains("\"result\":{}");
        }
    }

    @Test
    void theEndOfASessionEndsEverything() throws Exception {
        String session = gateway.begin("2025-06-18");
        gateway.in(
                session,
                "{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"resources/subscribe\",\"params\":{\"uri\":\"memo:a\"}}");
        gateway.in(
                session,
                "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"logging/setLevel\",\"params\":{\"level\":\"info\"}}");
        CompletableFuture<HttpResponse<String>> plain =
                CompletableFuture.supplyAsync(() -> gateway.in(session, call(2, "plain")));
        running("plain");
        try (SseReader listening = gateway.listen(session);
                SseReader stream = streamed(session, "slow")) {
            stream.next();
            CompletableFuture<ObjectNode> asked = client("slow").ask("one", "roots/list", Json.object());
            stream.next();
            gateway.send("DELETE", "/mcp", "mcp-session-id", session);

            assertThat(stream.next()).isNull();
            assertThat(listening.next()).isNull();
            assertThat(plain.join().statusCode()).isEqualTo(404);
            assertThatThrownBy(asked::join).hasRootCauseInstanceOf(ClientErrorException.class);
            assertThat(running("slow").control().isCallerGone()).isTrue();
            assertThat(gateway.watched).isEmpty();
            assertThat(gateway.listeners).isEmpty();
            assertThat(gateway.levels).isEmpty();
        }
    }

    @Test
    void stoppingEndsListeningButNoCall() throws Exception {
        String session = gateway.begin("2025-06-18");
        try (SseReader listening = gateway.listen(session);
                SseReader stream = streamed(session, "slow")) {
            stream.next();
            gateway.era.drain();

            assertThat(listening.next()).isNull();
            gateway.results.get("slow").complete(text("done"));
            assertThat(stream.next().json().has("result")).isTrue();
        }
    }

    @Test
    void headOfAStreamIsRefused() throws Exception {
        String session = gateway.begin("2025-06-18");

        assertThat(gateway.send("HEAD", "/mcp", "mcp-session-id", session).statusCode())
                .isEqualTo(405);
        assertThat(gateway.send("GET", "/mcp", "mcp-session-id", session, "accept", "application/json")
                        .statusCode())
                .isEqualTo(406);
    }
}
