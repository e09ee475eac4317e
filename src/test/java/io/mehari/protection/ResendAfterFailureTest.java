package io.mehari.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.catalog.Tool;
import io.mehari.exchange.CallState;
import io.mehari.protection.ProtectionFixture.Reply;
import io.mehari.support.Tools;
import java.time.Duration;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The policy retry around a call that has failed before it came there, as in recovery routes (S0.13, S2.4). */
class ResendAfterFailureTest {
    private static final Failed DOWN = Failed.down("files", "not there", Duration.ofSeconds(1));
    private static final Failed LOST = Failed.outcomeUnknown("files", "lost");

    private final ProtectionFixture fixture;
    private final Tool tool = Tools.tool("files", "read");

    ResendAfterFailureTest() throws Exception {
        fixture = new ProtectionFixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void isSentAgainAfterItsPauseAsItWas() {
        Reply reply = fixture.recover(failed(tool, DOWN));
        fixture.timer.advance(Duration.ofSeconds(1).minusMillis(1));
        assertThat(fixture.upstream.calls).isEmpty();
        fixture.timer.advance(Duration.ofMillis(1));
        assertThat(fixture.upstream.last().arguments).isEqualTo(Tools.json("{'path': 'a'}"));
        fixture.upstream.last().answer("at last");
        assertThat(reply.result().outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(Resending.of(reply.exchange()).attempts()).isEqualTo(1);
    }

    @Test
    @DisplayName("S0.13, S2.4: up to three attempts with exponential back-off")
    void threeTimesAtMostWithGrowingPauses() {
        fixture.upstream.answerWith(call -> call.fail(DOWN));
        Reply reply = fixture.recover(failed(tool, DOWN));
        for (int seconds : new int[] {1, 2, 4}) {
            int before = fixture.upstream.calls.size();
            fixture.timer.advance(Duration.ofSeconds(seconds).minusMillis(1));
            assertThat(fixture.upstream.calls).hasSize(before);
            fixture.timer.advance(Duration.ofMillis(1));
            assertThat(fixture.upstream.calls).hasSize(before + 1);
        }
        assertThat(reply.failure()).isSameAs(DOWN);
        assertThat(reply.answers()).hasValue(1);
    }

    @Test
    @DisplayName("S2.4: a predicate decides what may be sent again")
    void neverWhatMayHaveRun() {
        Reply reply = fixture.recover(failed(tool, LOST));
        fixture.timer.advance(Duration.ofMinutes(10));
        assertThat(fixture.upstream.calls).isEmpty();
        assertThat(reply.failure()).isSameAs(LOST);
    }

    @Test
    void afterAnAttemptThatMayHaveRunNoMore() {
        Reply reply = fixture.recover(failed(tool, DOWN));
        fixture.timer.advance(Duration.ofSeconds(1));
        fixture.upstream.last().fail(LOST);
        fixture.timer.advance(Duration.ofMinutes(10));
        assertThat(fixture.upstream.calls).hasSize(1);
        assertThat(reply.failure()).isSameAs(LOST);
        assertThat(Resending.of(reply.exchange()).last()).isSameAs(LOST);
    }

    @Test
    void neverWithoutThePolicy() {
        Reply reply = fixture.send(failed(tool, DOWN));
        assertThat(fixture.upstream.calls).isEmpty();
        assertThat(reply.failure()).isSameAs(DOWN);
    }

    /** The time of the caller is one, however often the call is sent. */
    @Test
    void noPauseGoesBeyondTheDeadlineOfTheCall() {
        Tool hasty = Tools.tool(
                "files", "read", Tools.limits().total(Duration.ofMillis(900)).build());
        Reply reply = fixture.recover(failed(hasty, DOWN));
        assertThat(reply.failure()).isSameAs(DOWN);
        assertThat(fixture.timer.pending()).isZero();
    }

    @Test
    void whoGaveUpTheRecoverySendsNothingMore() {
        Exchange exchange = failed(tool, DOWN);
        assertThat(Resending.of(exchange).close()).isTrue();
        Reply reply = fixture.recover(exchange);
        fixture.timer.advance(Duration.ofMinutes(10));
        assertThat(fixture.upstream.calls).isEmpty();
        assertThat(reply.failure()).isSameAs(DOWN);
    }

    @Test
    void nobodyGivesUpWhileItIsBeingSent() {
        Reply reply = fixture.recover(failed(tool, DOWN));
        Resending resending = Resending.of(reply.exchange());
        assertThat(resending.close()).as("in the pause").isFalse();
        fixture.timer.advance(Duration.ofSeconds(1));
        assertThat(resending.close()).as("in the attempt").isFalse();
        fixture.upstream.last().answer("at last");
        assertThat(resending.close()).isTrue();
    }

    /** Route files of an older version have the policy around the attempt as well: one limit for both. */
    @Test
    void twoPoliciesDoNotRetryTwice() {
        fixture.upstream.answerWith(call -> call.fail(DOWN));
        Reply reply = fixture.send(tool);
        fixture.timer.advance(Duration.ofSeconds(7));
        assertThat(reply.failure()).isSameAs(DOWN);
        assertThat(fixture.upstream.calls).hasSize(4);

        Exchange again = reply.exchange();
        again.setException(null);
        CallState.classified(again, DOWN, "CONNECTION");
        Reply recovered = fixture.recover(again);
        fixture.timer.advance(Duration.ofMinutes(10));
        assertThat(recovered.isAnswered()).isTrue();
        assertThat(fixture.upstream.calls).hasSize(4);
    }

    @Test
    void aCallerThatLeavesEndsThePause() {
        Reply reply = fixture.recover(failed(tool, DOWN));
        reply.control().cancel(CancelCause.CALLER);
        assertThat(reply.failure().outcome()).isEqualTo(Outcome.CANCELLED);
        assertThat(fixture.timer.pending()).isZero();
    }

    private Exchange failed(Tool of, Failed failure) {
        Exchange exchange = fixture.exchange(of);
        CallState.classified(exchange, failure, "CONNECTION");
        return exchange;
    }
}
