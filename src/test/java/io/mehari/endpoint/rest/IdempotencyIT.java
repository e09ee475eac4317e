package io.mehari.endpoint.rest;

import static io.mehari.endpoint.rest.RestGateway.done;
import static io.mehari.endpoint.rest.RestGateway.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.Outcome;
import io.mehari.call.Scope;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.endpoint.http.RawHttp;
import io.mehari.idempotency.IdempotencySettings;
import io.mehari.protocol.Json;
import io.mehari.security.SecuritySettings;
import io.mehari.text.Sha256;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

/** Requests with an {@code Idempotency-Key}, over real HTTP. */
class IdempotencyIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final String SHORT = "/files/write";
    private static final String ENVELOPE = "/api/v1/tools/files/write";

    private final AtomicInteger runs = new AtomicInteger();
    private RestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        use(RestGateway.start());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void use(RestGateway other) {
        if (gateway != null) {
            gateway.close();
        }
        gateway = other;
        answerBy(call -> done(RestGateway.text("run " + runs.get())));
    }

    private void answerBy(Function<ToolCall, CompletableFuture<ToolCallResult>> tool) {
        gateway.pipeline = call -> {
            runs.incrementAndGet();
            return tool.apply(call);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {SHORT, ENVELOPE})
    void aRepetitionGetsTheAnswerOfTheFirst(String path) throws Exception {
        HttpResponse<String> first = post(path, "k-1", "{\"a\":1,\"b\":[2]}");
        HttpResponse<String> second = post(path, "k-1", "{\"b\":[2.0],\"a\":1}");

        assertThat(runs).hasValue(1);
        assertThat(second.statusCode()).isEqualTo(200);
        assertThat(contentOf(second)).isEqualTo(contentOf(first)).contains("run 1");
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(second.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        assertThat(second.headers().firstValue("Idempotency-Kept")).isEmpty();
    }

    @Test
    void bothFormsAreTheSameCall() throws Exception {
        HttpResponse<String> first = post(SHORT, "k", "{}");
        JsonNode second = json(post(ENVELOPE, "k", "{}"));

        assertThat(runs).hasValue(1);
        assertThat(second.at("/data/content/0/text").asText()).isEqualTo("run 1");
        assertThat(second.path("idempotency")).isEqualTo(Json.read("{\"replayed\":true,\"kept\":true}"));
        assertThat(second.path("request_id").asText())
                .as("the id of the request that ran it")
                .isEqualTo(first.headers().firstValue("X-Request-Id").orElseThrow());
    }

    @Test
    void aReplayHasARequestIdOfItsOwnInTheHeader() throws Exception {
        post(ENVELOPE, "k", "{}");
        HttpResponse<String> second = gateway.send(request(ENVELOPE, "k", "{}").header("X-Request-Id", "second"));

        assertThat(second.headers().firstValue("X-Request-Id")).hasValue("second");
        assertThat(json(second).path("request_id").asText()).isNotEqualTo("second");
    }

    @Test
    void twoHundredAtTheSameTimeRunTheToolOnce() throws Exception {
        CompletableFuture<ToolCallResult> answer = new CompletableFuture<>();
        answerBy(call -> answer);
        HttpClient client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            String path = i % 2 == 0 ? SHORT : ENVELOPE;
            all.add(client.sendAsync(request(path, "same", "{\"n\":1}").build(), HttpResponse.BodyHandlers.ofString()));
        }
        await().atMost(LIMIT).untilAsserted(() -> assertThat(runs).hasValue(1));
        answer.complete(RestGateway.text("the one answer"));

        int replayed = 0;
        for (CompletableFuture<HttpResponse<String>> one : all) {
            HttpResponse<String> response = one.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(contentOf(response)).isEqualTo("the one answer");
            replayed += response.headers().firstValue("Idempotency-Replayed").isPresent() ? 1 : 0;
        }
        assertThat(runs).hasValue(1);
        assertThat(replayed).isEqualTo(199);
    }

    @Test
    void aClientThatLostItsConnectionGetsTheAnswerWhenItAsksAgain() throws Exception {
        CompletableFuture<ToolCallResult> answer = new CompletableFuture<>();
        answerBy(call -> answer);
        try (RawHttp lost = new RawHttp(gateway.connect())) {
            send(lost, "k", "{}");
            await().atMost(LIMIT).untilAsserted(() -> assertThat(runs).hasValue(1));
        }
        await().atMost(LIMIT).until(() -> gateway.timer.pending() == 1); // the grace has begun
        CompletableFuture<HttpResponse<String>> again = later(request(SHORT, "k", "{}"));
        await().atMost(LIMIT).until(() -> gateway.timer.pending() == 0); // somebody waits again
        answer.complete(RestGateway.text("late"));

        assertThat(again.get().body()).isEqualTo("\"late\"");
        assertThat(runs).hasValue(1);
    }

    @Test
    void aClientThatAsksAgainAfterTheEndGetsWhatItHasMissed() throws Exception {
        CompletableFuture<ToolCallResult> answer = new CompletableFuture<>();
        answerBy(call -> answer);
        try (RawHttp lost = new RawHttp(gateway.connect())) {
            send(lost, "k", "{}");
            await().atMost(LIMIT).untilAsserted(() -> assertThat(runs).hasValue(1));
        }
        await().atMost(LIMIT).until(() -> gateway.timer.pending() == 1);
        answer.complete(RestGateway.text("missed"));

        assertThat(post(SHORT, "k", "{}").body()).isEqualTo("\"missed\"");
        assertThat(runs).hasValue(1);
    }

    @Test
    void anotherCallUnderTheKeyIsAConflict() throws Exception {
        post(SHORT, "k", "{\"a\":1}");

        HttpResponse<String> arguments = post(SHORT, "k", "{\"a\":2}");
        HttpResponse<String> tool = post("/files/read", "k", "{\"a\":1}");
        HttpResponse<String> server = post("/api/v1/tools/other/write", "k", "{\"a\":1}");

        assertThat(List.of(arguments, tool, server)).allSatisfy(response -> {
            assertThat(response.statusCode()).isEqualTo(409);
            assertThat(response.headers().firstValue("Idempotency-Replayed")).isEmpty();
        });
        assertThat(json(arguments).at("/detail/code").asText()).isEqualTo("idempotency_conflict");
        assertThat(json(server).at("/error/code").asText()).isEqualTo("idempotency_conflict");
        assertThat(runs).hasValue(1);
    }

    @Test
    void anotherCallUnderTheKeyOfOneInFlightIsAConflictAtOnce() throws Exception {
        CompletableFuture<ToolCallResult> answer = new CompletableFuture<>();
        answerBy(call -> answer);
        CompletableFuture<HttpResponse<String>> first = later(request(SHORT, "k", "{\"a\":1}"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(runs).hasValue(1));

        assertThat(post(SHORT, "k", "{\"a\":2}").statusCode()).isEqualTo(409);
        answer.complete(RestGateway.text("first"));

        assertThat(first.get().body()).isEqualTo("\"first\"");
        assertThat(runs).hasValue(1);
    }

    @Test
    void aKeyIsForgottenAfterItsTime() throws Exception {
        post(SHORT, "k", "{}");
        gateway.timer.advance(Duration.ofMinutes(10).minusSeconds(1));
        assertThat(post(SHORT, "k", "{}").body()).isEqualTo("\"run 1\"");

        gateway.timer.advance(Duration.ofSeconds(1));

        assertThat(post(SHORT, "k", "{}").body()).isEqualTo("\"run 2\"");
    }

    @Test
    void whatDidNotRunMayBeTriedAgainUnderTheSameKey() throws Exception {
        for (ToolCallResult refused : List.of(
                Failed.down("files", "Down", Duration.ofSeconds(1)),
                Rejected.notFound("No such tool"),
                new Rejected(Outcome.RATE_LIMITED, "Slow", Optional.of(Duration.ofSeconds(1))))) {
            runs.set(0);
            answerBy(call -> done(runs.get() == 1 ? refused : RestGateway.text("now")));

            HttpResponse<String> first = post(SHORT, "k" + refused.outcome(), "{}");
            assertThat(first.headers().firstValue("Idempotency-Kept")).hasValue("false");
            assertThat(post(SHORT, "k" + refused.outcome(), "{}").body()).isEqualTo("\"now\"");
            assertThat(runs).hasValue(2);
        }
        assertThat(post(SHORT, "bad", "not JSON").statusCode()).isEqualTo(422);
        assertThat(post(SHORT, "bad", "{}").statusCode()).isEqualTo(200);
    }

    @Test
    void whatMayHaveRunIsNotRunAgain() throws Exception {
        for (ToolCallResult ended : List.of(
                new ToolError(Json.object().put("isError", true)),
                Failed.timedOut("files", "Late"),
                Failed.outcomeUnknown("files", "Lost"),
                Failed.badUpstream("files", "Garbage", null),
                Failed.upstreamError("files", "No", Json.object().put("code", -32000)),
                Failed.internal("Defect"))) {
            runs.set(0);
            answerBy(call -> done(ended));

            HttpResponse<String> first = post(SHORT, "k" + ended.outcome(), "{}");
            HttpResponse<String> second = post(SHORT, "k" + ended.outcome(), "{}");

            assertThat(runs).hasValue(1);
            assertThat(second.statusCode()).isEqualTo(first.statusCode()).isGreaterThanOrEqualTo(500);
            assertThat(second.body()).isEqualTo(first.body());
        }
    }

    @Test
    void keysOfTwoCallersNeverMeet() throws Exception {
        use(new RestGateway(
                RestGateway.DEFAULTS, new SecuritySettings(false, List.of(key("one"), key("two")), List.of())));

        HttpResponse<String> one = gateway.send(request(SHORT, "k", "{}").header("Authorization", "Bearer one"));
        HttpResponse<String> two =
                gateway.send(request(SHORT, "k", "{\"other\":true}").header("Authorization", "Bearer two"));
        HttpResponse<String> none = post(SHORT, "k", "{}");

        assertThat(one.body()).isEqualTo("\"run 1\"");
        assertThat(two.body()).isEqualTo("\"run 2\"");
        assertThat(none.statusCode()).isEqualTo(401);
    }

    @Test
    void anAnswerTooLargeToKeepIsGivenOnceAndItsCallNotRunAgain() throws Exception {
        use(RestGateway.with(new IdempotencySettings(
                Duration.ofMinutes(1),
                10,
                DataSize.ofKilobytes(10),
                DataSize.ofKilobytes(1),
                Duration.ofSeconds(1),
                false)));
        answerBy(call -> done(RestGateway.text("x".repeat(2_000))));

        HttpResponse<String> first = post(SHORT, "k", "{}");
        HttpResponse<String> second = post(SHORT, "k", "{}");

        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.headers().firstValue("Idempotency-Kept")).hasValue("false");
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(json(second).at("/detail/code").asText()).isEqualTo("already_run");
        assertThat(json(second).at("/detail/message").asText())
                .contains(first.headers().firstValue("X-Request-Id").orElseThrow());
        assertThat(runs).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "\"open", "\"a\" b", "caf\u00e9", "a\tb", "\"a\\b\""})
    void aKeyThatIsNoneIsRefused(String key) throws Exception {
        try (RawHttp http = new RawHttp(gateway.connect())) {
            send(http, key, "{}");
            RawHttp.Response response = http.read();
            assertThat(response.status()).isEqualTo(400);
            assertThat(response.body()).contains("Idempotency-Key").contains("bad_request");
        }
        assertThat(runs).hasValue(0);
    }

    @Test
    void twoKeysAndOneThatIsTooLongAreRefused() throws Exception {
        HttpResponse<String> two = gateway.send(request(ENVELOPE, "a", "{}").header("Idempotency-Key", "b"));
        assertThat(two.statusCode()).isEqualTo(400);
        assertThat(json(two).at("/error/message").asText()).contains("2 times");
        assertThat(post(SHORT, "x".repeat(256), "{}").statusCode()).isEqualTo(400);
        assertThat(post(SHORT, "x".repeat(255), "{}").statusCode()).isEqualTo(200);
        assertThat(runs).hasValue(1);
    }

    @Test
    void aQuotedKeyIsTheSameAsABareOne() throws Exception {
        post(SHORT, "\"8e03978e\"", "{}");
        post(SHORT, "8e03978e", "{}");

        assertThat(runs).hasValue(1);
    }

    @Test
    void aJoinedClientOfAStreamGetsTheResult() throws Exception {
        CompletableFuture<ToolCallResult> answer = new CompletableFuture<>();
        answerBy(call -> answer);
        CompletableFuture<HttpResponse<String>> first = later(request(ENVELOPE, "k", "{}"));
        await().atMost(LIMIT).untilAsserted(() -> assertThat(runs).hasValue(1));
        try (RawHttp http = new RawHttp(gateway.connect())) {
            http.send("POST " + ENVELOPE + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n"
                    + "Connection: close\r\nAccept: text/event-stream\r\nIdempotency-Key: k\r\n\r\n{}");
            assertThat(http.read().status()).isEqualTo(200); // the stream has begun, so it has joined
            answer.complete(RestGateway.text("streamed"));
            String stream = http.rest();

            assertThat(stream).contains("event: result").contains("streamed").contains("\"replayed\":true");
        }
        assertThat(first.get().statusCode()).isEqualTo(200);
        assertThat(runs).hasValue(1);
    }

    @Test
    void aBatchSentAgainRunsWhatHasNotRun() throws Exception {
        answerBy(call -> done(
                call.tool().equals("down") && runs.get() <= 3
                        ? Failed.down("files", "Down", Duration.ofSeconds(1))
                        : RestGateway.text(call.tool() + " " + runs.get())));
        String batch = "{\"calls\":[{\"server\":\"files\",\"tool\":\"a\"},{\"server\":\"files\",\"tool\":\"down\"},"
                + "{\"server\":\"files\",\"tool\":\"a\"}]}";

        JsonNode first = json(post("/api/v1/batch", "b", batch)).at("/data/results");
        JsonNode second = json(post("/api/v1/batch", "b", batch)).at("/data/results");

        assertThat(runs).hasValue(4);
        assertThat(first.at("/0/success").asBoolean()).isTrue();
        assertThat(first.at("/1/error/code").asText()).isEqualTo("unavailable");
        assertThat(second.at("/0/idempotency/replayed").asBoolean()).isTrue();
        assertThat(second.at("/0/data")).isEqualTo(first.at("/0/data"));
        assertThat(second.at("/0/request_id")).isEqualTo(first.at("/0/request_id"));
        assertThat(second.at("/1/data/content/0/text").asText()).isEqualTo("down 4");
        assertThat(second.at("/1/idempotency/replayed").asBoolean()).isFalse();
        assertThat(second.at("/2/data")).isEqualTo(first.at("/2/data"));
    }

    @Test
    void aCallOfABatchMayHaveAKeyOfItsOwn() throws Exception {
        String call = "{\"server\":\"files\",\"tool\":\"write\",\"idempotency_key\":\"own\"}";
        JsonNode results = json(post(
                        "/api/v1/batch",
                        "whole",
                        "{\"calls\":[" + call + "," + call + ",{\"server\":\"files\",\"tool\":\"read\","
                                + "\"idempotency_key\":\"own\"},{\"server\":\"files\",\"tool\":\"read\","
                                + "\"idempotency_key\":7},{\"server\":\"files\",\"tool\":\"read\","
                                + "\"idempotency_key\":\"\"}]}"))
                .at("/data/results");

        assertThat(results.at("/1/idempotency/replayed").asBoolean()).isTrue();
        assertThat(results.at("/2/error/code").asText()).isEqualTo("idempotency_conflict");
        assertThat(results.at("/3/error/violations/0/pointer").asText()).isEqualTo("/calls/3/idempotency_key");
        assertThat(results.at("/4/error/violations/0/message").asText()).contains("empty");
        assertThat(post(SHORT, "own", "{}").headers().firstValue("Idempotency-Replayed"))
                .as("the key belongs to the call, in a batch or not")
                .hasValue("true");
        assertThat(runs).hasValue(1);
    }

    @Test
    void requestsWithoutAKeyRunEachTime() throws Exception {
        gateway.post(SHORT, "{}");
        HttpResponse<String> second = gateway.post(SHORT, "{}");

        assertThat(second.body()).isEqualTo("\"run 2\"");
        assertThat(second.headers().map().keySet())
                .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("idempotency"));
    }

    private static SecuritySettings.ApiKey key(String name) {
        return new SecuritySettings.ApiKey(
                name, HexFormat.of().formatHex(Sha256.newDigest().digest(name.getBytes())), Set.of(Scope.CALL));
    }

    private static String contentOf(HttpResponse<String> response) throws Exception {
        JsonNode body = json(response);
        return body.isTextual()
                ? body.textValue()
                : body.at("/data/content/0/text").asText();
    }

    private static void send(RawHttp http, String key, String body) throws Exception {
        http.send("POST " + SHORT + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + body.length()
                + "\r\nIdempotency-Key: " + key + "\r\n\r\n" + body);
    }

    private HttpRequest.Builder request(String path, String key, String body) {
        return gateway.request(path).header("Idempotency-Key", key).POST(BodyPublishers.ofString(body));
    }

    private HttpResponse<String> post(String path, String key, String body) throws Exception {
        return gateway.send(request(path, key, body));
    }

    private CompletableFuture<HttpResponse<String>> later(HttpRequest.Builder request) {
        return HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .build()
                .sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
