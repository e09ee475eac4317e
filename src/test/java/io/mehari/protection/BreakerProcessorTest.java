package io.mehari.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.catalog.Tool;
import io.mehari.protection.ProtectionFixture.Reply;
import io.mehari.support.Tools;
import io.mehari.upstream.UpstreamState;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BreakerProcessorTest {
    private static final int WINDOW = 4;
    private static final Duration WAIT = Duration.ofSeconds(10);

    private static final Failed DOWN = Failed.down("files", "down", WAIT);

    private final ProtectionFixture fixture;
    private final Tool tool = tool("read");

    BreakerProcessorTest() throws Exception {
        fixture = new ProtectionFixture();
    }

    private static Tool tool(String name) {
        return Tools.tool(
                "files", name, Tools.limits().breaker(WINDOW, WAIT).retry(0).build());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    static Stream<Failed> upstreamsFault() {
        return Stream.of(
                DOWN,
                Failed.timedOut("files", "slow"),
                Failed.badUpstream("files", "garbage", null),
                Failed.outcomeUnknown("files", "lost"));
    }

    @ParameterizedTest
    @MethodSource("upstreamsFault")
    void opensWhenTheWindowIsFullOfFailures(Failed failure) {
        fail(WINDOW - 1, failure);
        assertThat(breaker().getState()).isEqualTo(State.CLOSED);
        fail(1, failure);
        assertThat(breaker().getState()).isEqualTo(State.OPEN);
    }

    @ParameterizedTest
    @MethodSource("upstreamsFault")
    void whatOneReplicaDidWhileOthersAreWellDoesNotCount(Failed failure) {
        fail(3 * WINDOW, failure.ofOneReplica());
        assertThat(breaker().getState()).isEqualTo(State.CLOSED);
        assertThat(breaker().getMetrics().getNumberOfBufferedCalls()).isZero();
    }

    @Test
    void anOpenOneAnswersUnavailableNamingToolAndWait() {
        breaker().transitionToOpenState();
        Reply reply = fixture.send(tool);
        assertThat(fixture.upstream.calls).isEmpty();
        assertThat(reply.failure().outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(reply.failure().upstreamDown()).isFalse();
        assertThat(reply.failure().message()).contains("files/read").contains("10 s");
        assertThat(reply.failure().retryAfter()).contains(WAIT);
        assertThat(reply.failure().upstream()).isEqualTo("files");
    }

    @Test
    void letsATrialThroughAfterTheWaitAndClosesAgain() {
        fail(WINDOW, Failed.outcomeUnknown("files", "lost"));
        fixture.clock.advance(WAIT.minusMillis(1));
        assertThat(fixture.send(tool).failure().outcome()).isEqualTo(Outcome.UNAVAILABLE);
        fixture.clock.advance(Duration.ofMillis(2));
        succeed(WINDOW);
        assertThat(breaker().getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void letsATrialThroughAtOnceWhenItsServerIsConnectedAgain() {
        fail(WINDOW, DOWN);
        serverIsBack();
        succeed(WINDOW);
        assertThat(breaker().getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void aServerThatIsConnectedAgainAndStillFailsIsShutOffAgain() {
        fail(WINDOW, DOWN);
        serverIsBack();
        fail(WINDOW, Failed.badUpstream("files", "garbage", null));
        assertThat(breaker().getState()).isEqualTo(State.OPEN);
    }

    @Test
    void staysOpenWhenAnotherServerIsConnectedAgain() {
        fail(WINDOW, DOWN);
        fixture.absent.returned("file");
        assertThat(breaker().getState()).isEqualTo(State.OPEN);
    }

    @Test
    void failuresOfAServerThatWasNotThereDoNotShutOffOneThatIsBack() {
        fail(WINDOW - 1, DOWN);
        serverIsBack();
        succeed(1);
        assertThat(breaker().getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void failuresOfAToolOutliveTheReturnsOfItsServer() {
        for (int crash = 0; crash < WINDOW; crash++) {
            fail(1, Failed.outcomeUnknown("files", "lost"));
            serverIsBack();
        }
        assertThat(breaker().getState()).isEqualTo(State.HALF_OPEN);
    }

    @Test
    void aFailedTrialOpensItAgain() {
        fail(WINDOW, Failed.outcomeUnknown("files", "lost"));
        fixture.clock.advance(WAIT.plusMillis(1));
        fail(WINDOW, Failed.outcomeUnknown("files", "lost"));
        assertThat(fixture.upstream.calls).as("trials").hasSize(2 * WINDOW);
        assertThat(breaker().getState()).isEqualTo(State.OPEN);
    }

    @Test
    void aTrialThatFindsNoServerEndsTheTrials() {
        fail(WINDOW, DOWN);
        fixture.clock.advance(WAIT.plusMillis(1));
        fail(1, DOWN);
        assertThat(breaker().getState()).isEqualTo(State.OPEN);
    }

    @Test
    void failuresOfAServerThatWasNotThereAreForgottenWhenItIsBack() {
        fail(WINDOW, DOWN);
        serverIsBack();
        succeed(WINDOW - 1);
        fail(1, DOWN);
        serverIsBack();
        succeed(WINDOW);
        assertThat(breaker().getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void aServerThatCameBackBeforeItsLastFailureCountedGetsItsTrials() {
        fail(WINDOW - 1, DOWN);
        fixture.upstream.state(UpstreamState.READY, null).since(fixture.clock.instant());
        fail(1, DOWN);
        assertThat(breaker().getState()).isEqualTo(State.HALF_OPEN);
        succeed(WINDOW);
        assertThat(breaker().getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void aServerThatIsReadyAndTakesNoCallsIsShutOff() {
        fixture.upstream.state(UpstreamState.READY, null).since(fixture.clock.instant());
        fixture.clock.advance(Duration.ofSeconds(1));
        fail(WINDOW, DOWN);
        assertThat(breaker().getState()).isEqualTo(State.OPEN);
    }

    @Test
    void aServerThatAsksToWaitIsNotDown() {
        fail(2 * WINDOW, Failed.asksToWait("files", "busy", Duration.ofMinutes(2)));
        assertThat(breaker().getMetrics().getNumberOfBufferedCalls()).isZero();
    }

    @Test
    void anErrorOfTheToolIsASuccessOfTheUpstream() {
        for (int i = 0; i < WINDOW; i++) {
            Reply reply = fixture.send(tool);
            fixture.upstream.last().result().complete(Tools.text("no such file").put("isError", true));
            assertThat(reply.result().outcome()).isEqualTo(Outcome.TOOL_ERROR);
        }
        assertThat(breaker().getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(WINDOW);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-32602", "-32601", "-32600", "-32700", "-32603", "-32000", "1", "'x'"})
    void anErrorThatTheServerAnswersIsASuccessOfTheUpstream(String code) {
        fail(2 * WINDOW, Failed.upstreamError("files", "no", Tools.json("{'code': " + code + "}")));
        assertThat(breaker().getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(WINDOW);
        assertThat(breaker().getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void errorsThatTheServerAnswersCloseABreakerOnTrial() {
        fail(WINDOW, Failed.outcomeUnknown("files", "lost"));
        fixture.clock.advance(WAIT.plusMillis(1));
        fail(WINDOW, Failed.upstreamError("files", "no", Tools.json("{'code': -32602}")));
        assertThat(breaker().getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void limitsOfTheGatewayDoNotCount() {
        fail(2 * WINDOW, Failed.limited("files", "full", WAIT));
        fail(2 * WINDOW, Failed.internal("defect"));
        assertThat(breaker().getMetrics().getNumberOfBufferedCalls()).isZero();
        assertThat(breaker().getState()).isEqualTo(State.CLOSED);
    }

    @Test
    void defectsDoNotCount() {
        fixture.step = exchange -> {
            throw new IllegalStateException("defect");
        };
        fixture.send(tool);
        assertThat(breaker().getMetrics().getNumberOfBufferedCalls()).isZero();
    }

    @Test
    void leavesTheOtherToolsAlone() {
        fail(WINDOW, Failed.outcomeUnknown("files", "lost"));
        fixture.upstream.answerWith(call -> call.answer("fine"));
        assertThat(fixture.send(tool("write")).result().outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void trialsThatAreGivenUpDoNotKeepItHalfOpenForEver() {
        fail(WINDOW, Failed.outcomeUnknown("files", "lost"));
        fixture.clock.advance(WAIT.plusMillis(1));
        fixture.upstream.answerWith(call -> {});
        for (int i = 0; i < WINDOW; i++) {
            fixture.send(tool).control().cancel(CancelCause.LIMIT);
        }
        assertThat(breaker().getState()).isEqualTo(State.OPEN);
        fixture.clock.advance(WAIT.plusMillis(1));
        succeed(WINDOW);
        assertThat(breaker().getState()).isEqualTo(State.CLOSED);
    }

    private void serverIsBack() {
        fixture.absent.returned("files");
    }

    private CircuitBreaker breaker() {
        return fixture.breakers
                .find("files/read")
                .orElseGet(() -> new ToolBreakers(
                                fixture.breakers,
                                fixture.absent,
                                any -> any.calls().breaker())
                        .of(tool));
    }

    private void fail(int times, Failed failure) {
        fixture.upstream.answerWith(call -> call.fail(failure));
        for (int i = 0; i < times; i++) {
            fixture.send(tool);
        }
    }

    private void succeed(int times) {
        fixture.upstream.answerWith(call -> call.answer("fine"));
        for (int i = 0; i < times; i++) {
            assertThat(fixture.send(tool).result().outcome()).isEqualTo(Outcome.SUCCESS);
        }
    }
}
