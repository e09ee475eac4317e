package io.mehari.upstream.stdio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.Json;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamSettings.StdioSettings;
import io.mehari.upstream.UpstreamState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StdioFaultIT {
    private static final ObjectNode NONE = Json.object();
    private final StdioFixture fixture = new StdioFixture();

    @AfterEach
    void leavesNothingBehind() throws Exception {
        fixture.close();
    }

    @Test
    void outcomeIsUnknownWhenTheServerDiesDuringTheCall() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty(Limits.UNTIL_EXIT, "dies"));
        Failed failure = StdioFixture.failure(StdioFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        assertThat(failure.upstream()).isEqualTo("faulty");
        assertThat(failure.message()).contains("faulty", "exited with code 3", "may have run");
    }

    @Test
    void waitsEverLongerWhenTheServerExitsAtOnce() throws Exception {
        StdioUpstream upstream = fixture.faulty(Limits.UNTIL_EXIT, "exit", "7");
        upstream.start();
        StdioFixture.awaitState(upstream, UpstreamState.WAITING);
        Failed failure = StdioFixture.failure(StdioFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(failure.upstreamDown()).isTrue();
        assertThat(failure.message()).contains("faulty", "exited with code 7", "not sent");
        assertThat(failure.retryAfter().orElseThrow()).isBetween(Duration.ZERO, Duration.ofSeconds(45));
        fixture.awaitStates(
                UpstreamState.JOINING,
                UpstreamState.WAITING,
                UpstreamState.JOINING,
                UpstreamState.WAITING,
                UpstreamState.JOINING,
                UpstreamState.WAITING);
    }

    @Test
    void giveUpOnAServerThatNeverAnswersInitialize() throws Exception {
        StdioUpstream upstream = fixture.faulty(Limits.connect(Duration.ofSeconds(1)), "never-initializes");
        upstream.start();
        UpstreamCall early = StdioFixture.call(upstream, "run", NONE);
        StdioFixture.awaitState(upstream, UpstreamState.WAITING);
        assertThat(upstream.status().lastError().orElseThrow()).contains("initialize", "within 2 s (timeout.connect)");
        assertThat(StdioFixture.failure(early).outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(upstream.tools()).isEmpty();
    }

    @Test
    void callWaitsForAJoiningServerOnlySoLong() throws Exception {
        StdioUpstream upstream = fixture.faulty(Limits.joinWait(Duration.ofMillis(50)), "never-initializes");
        upstream.start();
        Failed failure = StdioFixture.failure(StdioFixture.call(upstream, "run", NONE));
        assertThat(failure.message()).contains("did not become ready within the 0.05 s");
        assertThat(upstream.status().inFlight()).isZero();
    }

    @Test
    void namesTheCommandThatWasNotFound() throws Exception {
        StdioSettings settings = new StdioSettings("no-such-program-anywhere", List.of(), Map.of(), "");
        StdioUpstream upstream = fixture.upstream(StdioLimits.DEFAULTS, settings);
        upstream.start();
        StdioFixture.awaitState(upstream, UpstreamState.WAITING);
        Failed failure = StdioFixture.failure(StdioFixture.call(upstream, "run", NONE));
        assertThat(failure.message()).contains("faulty", "no-such-program-anywhere", "install it");
    }

    @Test
    void namesTheDirectoryThatDoesNotExist() {
        StdioSettings settings = new StdioSettings("true", List.of(), Map.of(), "/no/such/directory");
        StdioUpstream upstream = fixture.upstream(StdioLimits.DEFAULTS, settings);
        upstream.start();
        StdioFixture.awaitState(upstream, UpstreamState.WAITING);
        assertThat(upstream.status().lastError().orElseThrow()).contains("/no/such/directory", "create it");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    unknown-version    | protocol version "1999-01-01"
                    refuses-initialize | -32000: no licence
                    """)
    void doesNotJoinAServerWhoseHandshakeFails(String mode, String reason) {
        StdioUpstream upstream = fixture.faulty(Limits.listPages(50), mode);
        upstream.start();
        StdioFixture.awaitState(upstream, UpstreamState.WAITING);
        assertThat(upstream.status().lastError().orElseThrow()).contains(reason);
        assertThat(upstream.status().nextAttempt().orElseThrow())
                .as("a refusal is not asked for again at once")
                .isAfter(upstream.status().since().plusSeconds(9));
        assertThat(fixture.states).doesNotContain(UpstreamState.READY);
    }

    @ParameterizedTest
    @CsvSource({"repeated-cursor, 2", "endless-pages, 50", "too-much, 3"})
    void aListWithoutAnEndIsUsedAsFarAsItGoes(String mode, int tools) {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty(Limits.listPages(50), mode));
        assertThat(upstream.tools()).hasSize(tools);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-06-18", "2024-11-05", "silently 2025-03-26"})
    void negotiatesDownWhereAVersionIsRefusedAndRemembersIt(String versions) throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("refuses-versions", versions.split(" ")));
        assertThat(upstream.status().protocolVersion().orElseThrow()).isEqualTo(versions.replace("silently ", ""));
        fixture.newProcesses().forEach(ProcessHandle::destroyForcibly);
        fixture.awaitStates(UpstreamState.JOINING, UpstreamState.READY, UpstreamState.JOINING, UpstreamState.READY);
        assertThat(text(upstream)).isEqualTo("ok");
    }

    @Test
    void saysThatNoVersionWasTaken() {
        StdioUpstream upstream = fixture.faulty("refuses-versions", "1999-01-01");
        upstream.start();
        StdioFixture.awaitState(upstream, UpstreamState.WAITING);
        assertThat(upstream.status().lastError().orElseThrow()).contains("-32602", "Unsupported protocol version");
    }

    @Test
    void doesNotAskAgainForWhatEndsTheServer() throws Exception {
        StdioUpstream upstream = fixture.faulty("dies-at-resources");
        upstream.start();
        fixture.awaitStates(
                UpstreamState.JOINING,
                UpstreamState.READY,
                UpstreamState.JOINING,
                UpstreamState.READY,
                UpstreamState.WAITING,
                UpstreamState.JOINING,
                UpstreamState.READY);
        for (int i = 0; i < 100; i++) {
            assertThat(text(upstream)).isEqualTo("ok");
        }
        assertThat(upstream.status().restarts()).isEqualTo(2);
    }

    @Test
    void tellsOperatorsAndNotCallersWhatTheServerSaidLast() throws Exception {
        StdioUpstream upstream = fixture.faulty(Limits.UNTIL_EXIT, "last-words");
        upstream.start();
        StdioFixture.awaitState(upstream, UpstreamState.WAITING);
        assertThat(upstream.status().lastError().orElseThrow())
                .startsWith("exited with code 1; its stderr ended with: ERROR no licence | ")
                .doesNotContain("hunter2", "\u001b");
        Failed failure = StdioFixture.failure(StdioFixture.call(upstream, "run", NONE));
        assertThat(failure.message()).contains("exited with code 1").doesNotContain("licence");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Content-Length: 170                                 | Language Server Protocol
            Server started{"jsonrpc":"2.0","id":1,"result":{}}  | mixed with other text
            "jsonrpc": "2.0",                                   | one JSON object per line
            """)
    void saysSoonWhatIsWrongWithAServerThatWillNeverJoin(String line, String reason) {
        StdioUpstream upstream = fixture.faulty("says", line, "starting");
        upstream.start();
        StdioFixture.awaitState(upstream, UpstreamState.WAITING);
        assertThat(upstream.status().lastError().orElseThrow()).contains(line.substring(0, 10), reason, "starting");
    }

    @Test
    void namesTheFirstLineOfAServerThatDoesNotJoinInTime() {
        StdioUpstream upstream = fixture.faulty(Limits.connect(Duration.ofSeconds(2)), "says", "Welcome! token=abcdef");
        upstream.start();
        StdioFixture.awaitState(upstream, UpstreamState.WAITING);
        assertThat(upstream.status().lastError().orElseThrow())
                .contains("timeout.connect", "Welcome!")
                .doesNotContain("abcdef");
    }

    @Test
    void restartsAServerThatClosesItsOutput() {
        StdioUpstream upstream = fixture.faulty("closes-stdout");
        upstream.start();
        StdioFixture.awaitState(upstream, UpstreamState.WAITING);
        assertThat(upstream.status().lastError()).contains("closed its standard output");
    }

    @ParameterizedTest
    @ValueSource(strings = {"flood", "ping-flood"})
    void answersWhileTheServerFloodsItsOutput(String mode) throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty(mode));
        for (int i = 0; i < 20; i++) {
            assertThat(text(upstream)).isEqualTo("ok");
        }
    }

    @Test
    void readsListsRarelyWhileTheServerEchoesEachReading() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("changes-flood"));
        long begun = System.nanoTime();
        for (int i = 0; i < 20; i++) {
            text(upstream);
        }
        long mostReadings = 2 + Duration.ofNanos(System.nanoTime() - begun).toSeconds();
        assertThat(Long.parseLong(text(upstream))).isBetween(1L, mostReadings + 1);
    }

    @Test
    void holdsNothingOfALineThatNeverEnds() {
        StdioUpstream upstream = fixture.faulty(Limits.connect(Duration.ofSeconds(2)), "endless-line");
        upstream.start();
        StdioFixture.awaitState(upstream, UpstreamState.WAITING);
        assertThat(upstream.status().lastError().orElseThrow()).contains("within 4 s", "`{{{{");
    }

    @Test
    void skipsLinesThatAreNoMessages() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("noise"));
        assertThat(text(upstream)).isEqualTo("ok");
        assertThat(text(upstream)).isEqualTo("ok");
    }

    @Test
    void passesTenMegabytes() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("big"));
        assertThat(text(upstream)).hasSize(10 * 1024 * 1024);
        assertThat(text(upstream)).hasSize(10 * 1024 * 1024);
    }

    @Test
    void failsTheCallWhoseAnswerIsOverTheLimitAndGoesOn() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("huge"));
        Failed failure = StdioFixture.failure(StdioFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.message()).contains("faulty", "over the limit");
        assertThat(text(upstream)).isEqualTo("ok");
        assertThat(fixture.states).containsExactly(UpstreamState.JOINING, UpstreamState.READY);
    }

    @Test
    void failsTheCallWhoseAnswerIsTooDeep() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("deep"));
        Failed failure = StdioFixture.failure(StdioFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.message()).contains("faulty", "deeper than 200");
    }

    @Test
    void dropsTheSecondAnswerToACall() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("duplicate"));
        assertThat(text(upstream)).isEqualTo("first 1");
        assertThat(text(upstream)).isEqualTo("first 2");
    }

    @Test
    void dropsAnswersToRequestsItNeverMade() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("other-id"));
        assertThat(text(upstream)).isEqualTo("ok");
    }

    @Test
    void passesTheErrorOfTheServer() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("errors"));
        Failed failure = StdioFixture.failure(StdioFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.UPSTREAM_ERROR);
        assertThat(failure.upstreamError())
                .contains(Json.object().put("code", -32050).put("message", "out of paper"));
        assertThat(failure.message()).contains("faulty", "-32050", "out of paper");
    }

    @ParameterizedTest
    @ValueSource(strings = {"result-array", "neither"})
    void refusesAnAnswerThatIsNoResult(String mode) throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty(mode));
        Failed failure = StdioFixture.failure(StdioFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.BAD_UPSTREAM);
        assertThat(failure.message()).contains("faulty", "breaks the protocol");
    }

    @Test
    void killsAServerThatIgnoresEndOfInputAndSigterm() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("stubborn"));
        assertThat(fixture.newProcesses()).isNotEmpty();
        upstream.stop().get(StdioFixture.LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(fixture.newProcesses()).isEmpty();
    }

    @Test
    void endsAGrandchildThatOutlivesTheServer() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("grandchild"));
        List<ProcessHandle> grandchildren = fixture.newProcesses().stream()
                .filter(process -> process.info().command().orElse("").endsWith("sleep"))
                .toList();
        assertThat(grandchildren).hasSize(1);
        Failed failure = StdioFixture.failure(StdioFixture.call(upstream, "run", NONE));
        assertThat(failure.message()).contains("exited with code 0");
        await().atMost(StdioFixture.LIMIT)
                .untilAsserted(() -> assertThat(grandchildren).noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void refusesMoreCallsThanMayBeInFlight() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty(Limits.callsInFlight(3), "silent-call"));
        List<UpstreamCall> calls = List.of(
                StdioFixture.call(upstream, "run", NONE),
                StdioFixture.call(upstream, "run", NONE),
                StdioFixture.call(upstream, "run", NONE));
        Failed failure = StdioFixture.failure(StdioFixture.call(upstream, "run", NONE));
        assertThat(failure.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(failure.upstreamDown()).isFalse();
        assertThat(failure.message()).contains("faulty", "3 calls in flight");
        calls.forEach(call -> call.cancel("test"));
        assertThat(upstream.status().inFlight()).isZero();
    }

    @Test
    void refusesCallsWhenTheServerDoesNotRead() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty(Limits.queuedMessages(2), "closes-nothing"));
        List<ProcessHandle> stopped = List.copyOf(fixture.newProcesses());
        for (ProcessHandle process : stopped) {
            new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        }
        ObjectNode large = Json.object().put("text", "z".repeat(300_000));
        List<UpstreamCall> calls = java.util.stream.IntStream.range(0, 10)
                .mapToObj(i -> StdioFixture.call(upstream, "run", large))
                .toList();
        Failed full = StdioFixture.failure(calls.get(9));
        assertThat(full.upstreamDown()).isFalse();
        assertThat(full.message()).contains("faulty", "queue in front of it is full");
        stopped.forEach(ProcessHandle::destroyForcibly);
        assertThat(StdioFixture.failure(calls.get(0)).outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        Failed queued = calls.stream()
                .map(StdioFaultIT::failureOf)
                .filter(Failed::upstreamDown)
                .reduce((first, second) -> second)
                .orElseThrow();
        assertThat(queued.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(queued.message()).contains("before the call was sent");
    }

    @Test
    void refusesCallsAfterTheEnd() throws Exception {
        StdioUpstream upstream = StdioFixture.ready(fixture.faulty("echo"));
        upstream.stop().get(StdioFixture.LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(StdioFixture.failure(StdioFixture.call(upstream, "run", NONE))
                        .message())
                .contains("faulty was stopped");
        assertThat(upstream.state()).isEqualTo(UpstreamState.STOPPED);
    }

    @Test
    void stopDuringTheStartLeavesNothing() throws Exception {
        StdioUpstream upstream = fixture.faulty("echo");
        upstream.start();
        UpstreamCall waiting = StdioFixture.call(upstream, "run", NONE);
        upstream.stop().get(StdioFixture.LIMIT.toSeconds(), TimeUnit.SECONDS);
        assertThat(StdioFixture.failure(waiting).outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(fixture.newProcesses()).isEmpty();
    }

    private static Failed failureOf(UpstreamCall call) {
        try {
            return StdioFixture.failure(call);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static String text(StdioUpstream upstream) throws Exception {
        ObjectNode result = StdioFixture.result(StdioFixture.call(upstream, "run", NONE));
        return result.at("/content/0/text").asText();
    }
}
