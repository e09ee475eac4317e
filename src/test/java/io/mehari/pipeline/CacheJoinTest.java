package io.mehari.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.cache.CacheActivity;
import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.exchange.ExchangeState;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** Calls alike at the same time: one runs, the others wait for it, and not for long. */
class CacheJoinTest {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final ManualTimer timer = new ManualTimer();
    private final JoinedCalls calls = new JoinedCalls();
    private final CacheActivity activity = new CacheActivity();
    private final CacheJoin join = new CacheJoin(calls, LONGEST, timer, activity, null);
    private final DefaultCamelContext context = new DefaultCamelContext();

    @Test
    void theFirstGoesOnAndTheOthersAreGivenItsResult() {
        Call first = call("k");
        Call second = call("k");
        Call third = call("k");
        Call other = call("other");
        assertThat(first.ends).containsExactly(true);
        assertThat(other.ends).containsExactly(true);
        assertThat(second.ends).isEmpty();
        assertThat(calls.waiting()).isEqualTo(2);

        calls.succeeded("k", Tools.text("one"));

        for (Call waited : List.of(second, third)) {
            assertThat(waited.ends).containsExactly(false);
            assertThat(waited.exchange.getProperty(ExchangeState.RESULT))
                    .isEqualTo(new Success(Tools.text("one"), true));
            assertThat(waited.exchange.getMessage().getBody()).isEqualTo(Tools.text("one"));
        }
        assertThatNothingIsLeft(1);
        assertThat(activity.figures().joinedHere()).isEqualTo(2);
        assertThat(call("k").ends).as("the next one runs by itself").containsExactly(true);
    }

    @Test
    void ofACallThatEndsWithoutAResultTheOthersMakeTheirOwnTry() {
        Call first = call("k");
        Call second = call("k");
        first.exchange.getExchangeExtension().handoverCompletions().forEach(done -> done.onFailure(first.exchange));
        assertThat(second.ends).containsExactly(false);
        assertThat(second.exchange.getProperty(ExchangeState.RESULT)).isNull();
        assertThatNothingIsLeft(0);
    }

    @Test
    void aWaitEndsWhenItIsTooLong() {
        call("k");
        Call second = call("k");
        timer.advance(LONGEST.minusMillis(1));
        assertThat(second.ends).isEmpty();
        timer.advance(Duration.ofMillis(1));
        assertThat(second.ends).containsExactly(false);
        assertThat(second.exchange.getProperty(ExchangeState.RESULT)).isNull();
        calls.succeeded("k", Tools.text("too late"));
        assertThat(second.exchange.getProperty(ExchangeState.RESULT)).isNull();
        assertThatNothingIsLeft(0);
    }

    @Test
    void aWaitLeavesHalfOfTheTotalTimeForTheOwnTry() {
        call("k");
        Exchange hurried = exchange("k");
        Duration total = Duration.ofSeconds(4);
        hurried.setProperty(
                ExchangeState.TOOL,
                Tools.tool("files", "read", Tools.limits().total(total).build()));
        List<Boolean> ends = new ArrayList<>();
        join.process(hurried, ends::add);
        timer.advance(Duration.ofMillis(1999));
        assertThat(ends).isEmpty();
        timer.advance(Duration.ofMillis(1));
        assertThat(ends).containsExactly(false);
    }

    @Test
    void aWaitEndsWhenItsCallerIsGone() {
        call("k");
        Call second = call("k");
        second.control.cancel(CancelCause.CALLER);
        assertThat(second.ends).containsExactly(false);
        assertThat(timer.pending()).isZero();
        assertThat(calls.waiting()).isZero();
    }

    @Test
    void withoutATimerThatBoundsTheWaitThereIsNone() {
        call("k");
        timer.fill();
        assertThat(call("k").ends).containsExactly(true);
        assertThat(calls.waiting()).isZero();
    }

    @Test
    void noMoreWaitThanMayAndTheOthersRun() {
        call("k");
        for (int i = 0; i < JoinedCalls.MAX_WAITING; i++) {
            assertThat(JoinedCalls.join(calls.begin("k", mine -> {}), result -> {}))
                    .isTrue();
        }
        assertThat(call("k").ends).containsExactly(true);
        assertThat(timer.pending()).as("no alarm is left").isZero();
        calls.succeeded("k", Tools.text("one"));
        assertThat(calls.waiting()).isZero();
    }

    @Test
    void withoutAKeyOrWithAnAnswerItIsNoMatterOfTheCache() {
        assertThat(call(null).ends).containsExactly(true);
        Exchange answered = exchange("k");
        answered.setProperty(ExchangeState.RESULT, new Success(Tools.text("hit"), true));
        assertThat(join.process(answered, done -> {})).isTrue();
        assertThat(calls.running()).isZero();
    }

    private void assertThatNothingIsLeft(int otherCalls) {
        assertThat(calls.waiting()).isZero();
        assertThat(calls.running()).isEqualTo(otherCalls);
        assertThat(timer.pending()).isZero();
    }

    private Call call(String key) {
        Call call = new Call(exchange(key), new CallControl(), new ArrayList<>());
        call.exchange.setProperty(ExchangeState.CONTROL, call.control);
        join.process(call.exchange, call.ends::add);
        return call;
    }

    private Exchange exchange(String key) {
        Exchange exchange = new DefaultExchange(context);
        exchange.setProperty(ExchangeState.CACHE_KEY, key);
        return exchange;
    }

    private record Call(Exchange exchange, CallControl control, List<Boolean> ends) {}
}
