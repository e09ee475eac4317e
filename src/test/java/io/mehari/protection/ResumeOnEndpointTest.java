package io.mehari.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.Outcome;
import io.mehari.call.ProgressListener;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.catalog.Tool;
import io.mehari.exchange.ExchangeState;
import io.mehari.protection.ProtectionFixture.Reply;
import io.mehari.support.Tools;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What follows a wait runs where the call's endpoint wants it, not on the thread that ended the wait. */
class ResumeOnEndpointTest {
    private static final Failed DOWN = Failed.down("files", "not there", Duration.ZERO);

    private final ProtectionFixture fixture;
    private final Tool tool = Tools.tool("files", "read");
    private final Queue<Runnable> eventLoop = new ArrayDeque<>();
    private final CallControl control = new CallControl(ProgressListener.NONE, eventLoop::add);

    ResumeOnEndpointTest() throws Exception {
        fixture = new ProtectionFixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void deadlineThatPassesAnswersOnTheEndpointsThread() {
        Reply reply = send();
        fixture.timer.advance(tool.calls().total());

        assertThat(reply.isAnswered()).as("answered on the timer's thread").isFalse();
        assertThat(fixture.upstream.last().isCancelled()).isTrue();
        eventLoop.remove().run();
        assertThat(reply.failure().outcome()).isEqualTo(Outcome.TIMED_OUT);
    }

    @Test
    void attemptAfterAPauseBeginsOnTheEndpointsThread() {
        Reply reply = send();
        fixture.upstream.last().fail(DOWN);
        fixture.timer.advance(Duration.ofSeconds(1));

        assertThat(fixture.upstream.calls)
                .as("attempts made on the timer's thread")
                .hasSize(1);
        eventLoop.remove().run();
        assertThat(fixture.upstream.calls).hasSize(2);
        fixture.upstream.last().answer("ok");
        assertThat(reply.result().outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void callThatGetsItsPlaceInABulkheadGoesOnOnTheEndpointsThread() {
        Tool narrow = Tools.tool("files", "read", Tools.limits().bulkhead(1).build());
        fixture.send(narrow);
        send(narrow, control);
        fixture.upstream.last().answer("ok");

        assertThat(fixture.upstream.calls)
                .as("sent on the thread that gave its place back")
                .hasSize(1);
        eventLoop.remove().run();
        assertThat(fixture.upstream.calls).hasSize(2);
    }

    @Test
    void callIsAnsweredEvenIfTheEndpointsThreadHasEnded() {
        CallControl stopping = new CallControl(ProgressListener.NONE, task -> {
            throw new java.util.concurrent.RejectedExecutionException("stopped");
        });
        Reply reply = send(stopping);
        fixture.timer.advance(tool.calls().total());

        assertThat(reply.failure().outcome()).isEqualTo(Outcome.TIMED_OUT);
    }

    @Test
    void callerThatLeavesDuringAPauseEndsTheCallAndTheRetries() {
        Reply reply = send();
        fixture.upstream.last().fail(DOWN);
        control.cancel(CancelCause.CALLER);

        assertThat(reply.failure().outcome()).isEqualTo(Outcome.CANCELLED);
        fixture.timer.advance(Duration.ofMinutes(5));
        assertThat(fixture.upstream.calls).hasSize(1);
        assertThat(reply.answers()).hasValue(1);
    }

    @Test
    void callerThatLeavesGivesItsPermitBackAndIsNotCountedByTheBreaker() {
        for (int i = 0; i < 40; i++) { // twice the breaker's window
            CallControl leaving = new CallControl();
            send(leaving);
            leaving.cancel(CancelCause.CALLER);
        }

        assertThat(fixture.permitsInUse(tool)).isZero();
        assertThat(fixture.breakers.circuitBreaker(tool.id()).getMetrics().getNumberOfBufferedCalls())
                .isZero();
    }

    private Reply send() {
        return send(control);
    }

    private Reply send(CallControl with) {
        return send(tool, with);
    }

    private Reply send(Tool called, CallControl with) {
        ToolCall call = Tools.call("files", "read", Tools.json("{'path': 'a'}"));
        Exchange exchange = new DefaultExchange(fixture.context, ExchangePattern.InOut);
        exchange.getMessage().setBody(call.arguments());
        exchange.setProperty(ExchangeState.CALL, call);
        exchange.setProperty(ExchangeState.TOOL, called);
        exchange.setProperty(ExchangeState.CONTROL, with);
        return fixture.send(exchange);
    }
}
