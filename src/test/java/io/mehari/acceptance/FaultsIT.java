package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.acceptance.CallAnswer.Form;
import io.mehari.call.Outcome;
import io.mehari.upstream.stdio.FaultyServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What upstreams do wrong during a call, against the running gateway: each call ends in the outcome of the contract,
 * in both forms, with its dead letter and its event.
 */
class FaultsIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    private static WatchedGateway gateway;

    @BeforeAll
    static void start() {
        String faulty = FaultyServer.class.getName();
        String servers = new Servers()
                .java(
                        "faulty",
                        FaultsIT::limits,
                        faulty,
                        "tools",
                        "ok",
                        "noise",
                        "deep",
                        "huge",
                        "huge:2",
                        "duplicate",
                        "other-id",
                        "errors",
                        "rpc-error",
                        "errors:secret",
                        "result-array",
                        "result-array:breaker",
                        "neither",
                        "tool-error",
                        "big",
                        "exact",
                        "unicode",
                        "silent-call",
                        "held",
                        "held:patient",
                        "late",
                        "release",
                        "steady-progress",
                        "steady-progress:total")
                .java("dies", faulty, "dies")
                .java("stubborn", faulty, "stubborn")
                .toString();
        gateway = new WatchedGateway(directory, servers, Map.of());
        gateway.http().awaitTools(List.of("faulty", "dies", "stubborn"));
    }

    private static void limits(ObjectNode server) {
        ObjectNode tools = server.putObject("tools");
        tools.putObject("result-array:breaker")
                .putObject("breaker")
                .put("window", 2)
                .put("failure-rate", 50)
                .put("wait", "90s");
        tools.putObject("held").put("bulkhead", 1).put("bulkhead-wait", "300ms");
        tools.putObject("held:patient").put("bulkhead", 1);
        tools.putObject("silent-call").putObject("timeout").put("attempt", "900ms");
        ObjectNode late = tools.putObject("late");
        late.putObject("timeout").put("attempt", "1s");
        late.putObject("cache").put("ttl", "5m");
        tools.putObject("steady-progress").putObject("timeout").put("attempt", "1s");
        tools.putObject("steady-progress:total")
                .putObject("timeout")
                .put("attempt", "1s")
                .put("total", "2s");
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @ParameterizedTest
    @EnumSource
    void tellsAToolsOwnError(Form form) {
        CallAnswer answer = gateway.call(form, "faulty", "tool-error", "{}", Outcome.TOOL_ERROR);
        assertThat(answer.reply().body()).contains("the printer is on fire");
        assertThat(answer.json().at(form == Form.SHORT ? "/detail/content" : "/data/content"))
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "deep,         SHORT,    deeper than 200",
        "deep,         ENVELOPE, deeper than 200",
        "result-array, SHORT,    breaks the protocol",
        "result-array, ENVELOPE, breaks the protocol",
        "neither,      SHORT,    breaks the protocol",
        "neither,      ENVELOPE, breaks the protocol",
        "huge,         SHORT,    over the limit",
        "huge:2,       ENVELOPE, over the limit"
    })
    void saysWhatIsWrongWithAnAnswer(String tool, Form form, String told) {
        CallAnswer answer = gateway.call(form, "faulty", tool, "{}", Outcome.BAD_UPSTREAM);
        answer.requireUpstream("faulty");
        assertThat(answer.message()).contains("faulty", told);
        gateway.call(form, "faulty", "ok", "{}", Outcome.SUCCESS);
    }

    @ParameterizedTest
    @CsvSource({"-32602, 422", "-32601, 404", "-32600, 400", "-32700, 400", "-32603, 502", "-32000, 502", "7, 502"})
    void passesTheErrorThatAServerAnswers(int code, int status) {
        String error = "{\"code\":" + code + ",\"message\":\"no such page\",\"data\":{\"pages\":[1.10,2]}}";
        for (Form form : Form.values()) {
            CallAnswer answer =
                    gateway.call(form, "faulty", "rpc-error", "{\"error\":" + error + "}", Outcome.UPSTREAM_ERROR);
            answer.requireUpstream("faulty");
            assertThat(answer.reply().statusCode()).isEqualTo(status);
            assertThat(answer.message()).isEqualTo("no such page");
            assertThat(answer.error().path("rpc_code").asInt()).isEqualTo(code);
            assertThat(answer.error().path("data")).hasToString("{\"pages\":[1.10,2]}");
        }
    }

    @Test
    void errorsThatOneCallerProvokesShutNobodyOff() {
        String wrong = "{\"error\":{\"code\":-32602,\"message\":\"bad arguments\"}}";
        for (int i = 0; i < 25; i++) {
            gateway.call(Form.SHORT, "faulty", "rpc-error", wrong).requireOutcome(Outcome.UPSTREAM_ERROR);
        }
        gateway.call(Form.SHORT, "faulty", "rpc-error", "{}", Outcome.SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"noise", "other-id", "ok"})
    void goesOnPastGarbageBetweenAnswers(String tool) {
        for (Form form : Form.values()) {
            for (int i = 0; i < 3; i++) {
                assertThat(gateway.call(form, "faulty", tool, "{}", Outcome.SUCCESS)
                                .text())
                        .isEqualTo("ok");
            }
        }
    }

    @Test
    void takesTheFirstOfTwoAnswers() {
        assertThat(gateway.call(Form.SHORT, "faulty", "duplicate", "{}", Outcome.SUCCESS)
                        .text())
                .startsWith("first");
        assertThat(gateway.call(Form.ENVELOPE, "faulty", "duplicate", "{}", Outcome.SUCCESS)
                        .text())
                .startsWith("first");
    }

    @ParameterizedTest
    @EnumSource
    void passesTenMegabytesToTheLastByte(Form form) {
        String text = gateway.call(form, "faulty", "big", "{}", Outcome.SUCCESS).text();
        assertThat(text.equals(FaultyServer.bigText())).as("the same text").isTrue();
    }

    @Test
    void passesNumbersToTheLastDigit() {
        assertThat(gateway.call(Form.SHORT, "faulty", "exact", "{}", Outcome.SUCCESS)
                        .reply()
                        .body())
                .isEqualTo(FaultyServer.EXACT);
        assertThat(gateway.call(Form.ENVELOPE, "faulty", "exact", "{}", Outcome.SUCCESS)
                        .reply()
                        .body())
                .contains("\"data\":" + FaultyServer.EXACT);
    }

    @ParameterizedTest
    @EnumSource
    void endsAnAttemptInTimeAndTellsTheServer(Form form) {
        CallAnswer answer = gateway.call(form, "faulty", "silent-call", "{}", Outcome.TIMED_OUT);
        answer.requireUpstream("faulty");
        assertThat(answer.message()).contains("faulty", "900 ms", "timeout.attempt");

        CallAnswer told = gateway.call(Form.ENVELOPE, "faulty", "silent-call", "{\"tell\":true}", Outcome.SUCCESS);
        assertThat(told.json().at("/data/method").asText()).isEqualTo("notifications/cancelled");
        assertThat(told.json().at("/data/params/requestId").isMissingNode()).isFalse();
    }

    @Test
    void progressExtendsTheAttempt() {
        for (Form form : Form.values()) {
            gateway.call(form, "faulty", "steady-progress", "{\"times\":15}", Outcome.SUCCESS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void progressNeverExtendsTheWholeCall(Form form) {
        CallAnswer answer = gateway.call(form, "faulty", "steady-progress:total", "{\"times\":100}", Outcome.TIMED_OUT);
        answer.requireUpstream("faulty");
        assertThat(answer.message()).contains("2000 ms", "timeout.total");
    }

    @Test
    void anAnswerAfterTheDeadlineChangesNothing() {
        CallAnswer first = gateway.call(Form.ENVELOPE, "faulty", "late", "{}", Outcome.TIMED_OUT);
        gateway.call(Form.SHORT, "faulty", "release", "{}", Outcome.SUCCESS);
        assertThat(gateway.deadLetters(first.sentId())).hasSize(1);
        assertThat(gateway.events(first.sentId())).hasSize(1);

        CallAnswer second = gateway.call(Form.ENVELOPE, "faulty", "late", "{}", Outcome.SUCCESS);
        assertThat(second.text()).isEqualTo("call 2");
        assertThat(second.json().at("/performance/cache_hit").asBoolean()).isFalse();
        CallAnswer third = gateway.call(Form.ENVELOPE, "faulty", "late", "{}", Outcome.SUCCESS);
        assertThat(third.text()).as("kept the good answer").isEqualTo("call 2");
        assertThat(third.json().at("/performance/cache_hit").asBoolean()).isTrue();
    }

    @Test
    void refusesCallsWhileTheBulkheadIsFull() {
        var held = CompletableFuture.supplyAsync(() -> gateway.call(Form.SHORT, "faulty", "held", "{}"));
        Awaitility.await()
                .atMost(LIMIT)
                .until(() -> gateway.server("faulty").path("in_flight").asInt() >= 1);
        for (Form form : Form.values()) {
            CallAnswer answer = gateway.heldBack(form, "faulty", "held", "{}");
            answer.requireUpstream("faulty");
            assertThat(answer.message()).contains("faulty", "1 call", "bulkhead");
        }
        gateway.call(Form.SHORT, "faulty", "release", "{}", Outcome.SUCCESS);
        assertThat(held).succeedsWithin(LIMIT).satisfies(answer -> {
            gateway.require(answer, Outcome.SUCCESS);
            assertThat(answer.text()).isEqualTo("late");
        });
    }

    @Test
    void holdsCallsWhileTheBulkheadIsFull() {
        List<CompletableFuture<CallAnswer>> calls = Stream.generate(() ->
                        CompletableFuture.supplyAsync(() -> gateway.call(Form.SHORT, "faulty", "held:patient", "{}")))
                .limit(3)
                .toList();
        for (int answered = 1; answered <= calls.size(); answered++) {
            long expected = answered;
            Awaitility.await().atMost(LIMIT).until(() -> {
                gateway.call(Form.SHORT, "faulty", "release", "{}").requireOutcome(Outcome.SUCCESS);
                return calls.stream().filter(CompletableFuture::isDone).count() >= expected;
            });
        }
        calls.forEach(call -> gateway.require(call.join(), Outcome.SUCCESS));
    }

    @Test
    void refusesCallsWhileTheBreakerIsOpen() {
        gateway.call(Form.SHORT, "faulty", "result-array:breaker", "{}", Outcome.BAD_UPSTREAM);
        gateway.call(Form.SHORT, "faulty", "result-array:breaker", "{}", Outcome.BAD_UPSTREAM);
        for (Form form : Form.values()) {
            CallAnswer answer = gateway.heldBack(form, "faulty", "result-array:breaker", "{}");
            answer.requireUpstream("faulty");
            assertThat(answer.message()).contains("circuit breaker of faulty/result-array:breaker is open", "50");
            assertThat(Integer.parseInt(
                            answer.reply().headers().firstValue("retry-after").orElseThrow()))
                    .isBetween(1, 90);
        }
        gateway.call(Form.SHORT, "faulty", "ok", "{}", Outcome.SUCCESS);
    }

    @Test
    void doesNotKnowTheOutcomeWhenTheServerDiesDuringTheCall() {
        for (Form form : Form.values()) {
            gateway.http().awaitTools(List.of("dies"));
            CallAnswer answer = gateway.call(form, "dies", "run", "{}", Outcome.OUTCOME_UNKNOWN);
            answer.requireUpstream("dies");
            assertThat(answer.message()).contains("dies", "exited with code 3", "may have run");
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> gateway.server("dies").path("state").asText().equals("ready"));
        }
    }

    @Test
    void keepsNoSecretInADeadLetter() {
        CallAnswer answer = gateway.call(
                Form.SHORT, "faulty", "errors:secret", "{\"password\":\"hunter2\",\"n\":1}", Outcome.UPSTREAM_ERROR);
        assertThat(gateway.deadLetters(answer.sentId()).get(0).path("arguments").asText())
                .contains("\"n\":1")
                .doesNotContain("hunter2");
    }
}
