package io.mehari.protection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.catalog.Tool;
import io.mehari.exchange.ExchangeState;
import io.mehari.protection.ProtectionFixture.Reply;
import io.mehari.support.Tools;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlineProcessorTest {
    private static final Duration TOTAL = Duration.ofSeconds(300);

    private final ProtectionFixture fixture;
    private final Tool tool = Tools.tool("files", "read");

    DeadlineProcessorTest() throws Exception {
        fixture = new ProtectionFixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void anAnswerInTimeIsTheAnswer() {
        Reply reply = fixture.send(tool);
        fixture.upstream.last().answer("hello");
        assertThat(reply.answers()).hasValue(1);
        assertThat(reply.exchange().getMessage().getBody()).isEqualTo(Tools.text("hello"));
        assertThat(reply.result().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(fixture.timer.pending()).as("clocks left behind").isZero();
    }

    @Test
    void answersTimedOutNamingTheLimitWhenItPasses() {
        Reply reply = fixture.send(tool);
        fixture.timer.advance(TOTAL);
        assertThat(reply.answers()).hasValue(1);
        assertThat(reply.failure().outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(reply.failure().message())
                .contains("files/read")
                .contains("300000 ms")
                .contains("timeout.total");
    }

    @Test
    void anAnswerAfterTheDeadlineChangesNothing() {
        Reply reply = fixture.send(tool);
        Object arguments = reply.exchange().getMessage().getBody();
        fixture.timer.advance(TOTAL);
        Failed failure = reply.failure();
        fixture.upstream.last().answer("late");
        assertThat(reply.answers()).hasValue(1);
        assertThat(reply.failure()).isSameAs(failure);
        assertThat(reply.result())
                .as("no result, so the caller's arguments are never taken for one")
                .isNull();
        assertThat(reply.exchange().getMessage().getBody()).isSameAs(arguments);
    }

    @Test
    void aStepThatGoesOnAfterTheDeadlineChangesNothing() {
        AtomicReference<Exchange> inside = new AtomicReference<>();
        fixture.step = inside::set;
        Reply reply = fixture.send(tool);
        Object arguments = reply.exchange().getMessage().getBody();
        fixture.timer.advance(TOTAL);
        inside.get().getMessage().setBody("late");
        inside.get().setProperty(ExchangeState.RESULT, new Success(Tools.text("late"), false));
        inside.get().setException(new IllegalStateException("late"));
        assertThat(reply.exchange().getMessage().getBody()).isSameAs(arguments);
        assertThat(reply.result()).isNull();
        assertThat(reply.failure().outcome()).isEqualTo(Outcome.TIMED_OUT);
    }

    @Test
    void aFailureAfterTheDeadlineChangesNothing() {
        Reply reply = fixture.send(tool);
        fixture.timer.advance(TOTAL);
        Failed failure = reply.failure();
        fixture.upstream.last().fail(Failed.down("files", "late", Duration.ofSeconds(1)));
        assertThat(reply.failure()).isSameAs(failure);
        assertThat(reply.answers()).hasValue(1);
    }

    @Test
    void cancelsTheAttemptUpstreamAndGivesItsPermitsBack() {
        fixture.send(tool);
        assertThat(fixture.permitsInUse(tool)).isEqualTo(1);
        fixture.timer.advance(TOTAL);
        assertThat(fixture.upstream.last().isCancelled()).isTrue();
        assertThat(fixture.permitsInUse(tool)).isZero();
        assertThat(fixture.timer.pending()).isZero();
    }

    @Test
    void countsForTheBreakerOnce() {
        fixture.send(tool);
        fixture.timer.advance(TOTAL);
        fixture.upstream.last().answer("late");
        var metrics = fixture.breakers.circuitBreaker("files/read").getMetrics();
        assertThat(metrics.getNumberOfFailedCalls()).isEqualTo(1);
        assertThat(metrics.getNumberOfSuccessfulCalls()).isZero();
    }

    @Test
    void nothingIsSentAgainAfterTheDeadline() {
        Tool repeatable =
                Tools.tool("files", "read", Tools.limits().resendAlways().build());
        fixture.send(repeatable);
        fixture.timer.advance(TOTAL);
        fixture.upstream.last().fail(Failed.outcomeUnknown("files", "late"));
        fixture.timer.advance(TOTAL);
        assertThat(fixture.upstream.calls).hasSize(1);
    }

    @Test
    void sendsNothingWhereTheDeadlineHasPassedAlready() {
        ToolCall late = Tools.call("files", "read", Tools.json("{}"), TOTAL.plusSeconds(1));
        Reply reply = fixture.send(tool, late);
        assertThat(reply.failure().outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(fixture.upstream.calls).isEmpty();
    }

    @Test
    void theTimeSpentInStagesBeforeCounts() {
        Reply reply = fixture.send(tool, Tools.call("files", "read", Tools.json("{}"), TOTAL.minusSeconds(1)));
        fixture.timer.advance(Duration.ofSeconds(1));
        assertThat(reply.isAnswered()).isTrue();
    }

    @Test
    void standsStillWhileTheClientIsAskedAndCountsOnAfterwards() {
        Reply reply = fixture.send(tool);
        fixture.timer.advance(Duration.ofSeconds(10));
        reply.control().asked(fixture.timer.nanoTime());
        fixture.timer.advance(Duration.ofMinutes(20));
        reply.control().answered(fixture.timer.nanoTime());
        fixture.timer.advance(TOTAL.minusSeconds(11));
        assertThat(reply.isAnswered()).isFalse();
        fixture.timer.advance(Duration.ofSeconds(2));
        assertThat(reply.failure().outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(fixture.timer.pending()).isZero();
    }

    @Test
    void aQuestionInTheLastMomentDoesNotKeepTheTimerBusy() {
        Reply reply = fixture.send(tool);
        fixture.timer.advance(TOTAL.minusMillis(1));
        reply.control().asked(fixture.timer.nanoTime());
        fixture.timer.advance(Duration.ofMillis(2));
        assertThat(fixture.timer.untilNext()).isGreaterThan(Duration.ofMillis(900));
        fixture.upstream.last().answer("in time after all");
        assertThat(reply.result().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(fixture.timer.pending()).isZero();
    }

    @Test
    void stepsWorkOnACopyUntilTheyAreDone() {
        fixture.step = exchange -> exchange.setProperty("foreign", "changed");
        Reply reply = fixture.send(tool);
        assertThat(reply.exchange().getProperty("foreign")).isNull();
        fixture.upstream.last().answer("done");
        assertThat(reply.exchange().getProperty("foreign")).isEqualTo("changed");
    }

    @Test
    void variablesOfRouteAuthorsComeBack() {
        fixture.step = exchange -> exchange.setVariable("mine", "kept");
        Reply reply = fixture.send(tool);
        fixture.upstream.last().answer("done");
        assertThat(reply.exchange().getVariable("mine")).isEqualTo("kept");
    }

    @Test
    void aFullTimerIsAnOutcomeAndNotASilence() {
        fixture.timer.fill();
        Reply reply = fixture.send(tool);
        assertThat(reply.answers()).hasValue(1);
        assertThat(reply.exchange().getException()).isNotNull();
        assertThat(fixture.upstream.calls).isEmpty();
    }

    @Test
    void anExchangeThatWasNeverAdmittedIsAnOutcomeAndNotASilence() {
        DefaultExchange exchange = new DefaultExchange(fixture.context);
        exchange.setProperty(ExchangeState.CALL, Tools.call("files", "read", Tools.json("{}")));
        Reply reply = fixture.send(exchange);
        assertThat(reply.answers()).hasValue(1);
        assertThat(reply.exchange().getException()).hasMessageContaining("tool-call-admit");
    }

    @Test
    void theCallersArgumentsAreHandedOverAsTheyAre() {
        ObjectNode arguments = Tools.json("{'path': 'b'}");
        fixture.send(tool, Tools.call("files", "read", arguments));
        assertThat(fixture.upstream.last().arguments).isEqualTo(arguments);
    }
}
