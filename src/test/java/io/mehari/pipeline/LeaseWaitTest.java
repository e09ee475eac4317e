package io.mehari.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.cache.CacheActivity;
import io.mehari.cache.CallLeases;
import io.mehari.cache.Claim;
import io.mehari.cache.Lifetime;
import io.mehari.cache.TierHit;
import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.exchange.CallState;
import io.mehari.exchange.ExchangeState;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import io.mehari.upstream.CachePolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** The first call of a gateway where another gateway may run one like it. */
class LeaseWaitTest {
    private static final Duration LONGEST = Duration.ofSeconds(10);
    private static final Duration TTL = Duration.ofMinutes(5);

    private final ManualTimer timer = new ManualTimer();
    private final CacheActivity activity = new CacheActivity();
    private final JoinedCalls calls = new JoinedCalls();
    private final FakeLeases leases = new FakeLeases();
    private final List<TierHit> found = new ArrayList<>();
    private final CacheJoin join = new CacheJoin(
            calls,
            LONGEST,
            timer,
            activity,
            new LeaseWait.Across(
                    leases,
                    (key, hit) -> {
                        found.add(hit);
                        calls.succeeded(key, hit.result());
                    },
                    activity,
                    timer));
    private final DefaultCamelContext context = new DefaultCamelContext();

    @Test
    void whoHasTheLeaseRunsAndGivesItBackAtTheEnd() {
        Call call = call();
        assertThat(call.ends).isEmpty();
        leases.answer(Claim.GRANTED);
        assertThat(call.ends).containsExactly(false);
        assertThat(CallState.isAnswered(call.exchange)).isFalse();
        assertThat(leases.released).isEmpty();
        call.exchange.getExchangeExtension().handoverCompletions().forEach(done -> done.onComplete(call.exchange));
        assertThat(leases.released).containsExactly("k");
        assertThat(timer.pending()).isZero();
    }

    @Test
    void whoHasNotAsksAgainUntilThereIsAResultAndFollowersAreGivenItToo() {
        Call call = call();
        Call follower = call();
        leases.answer(Claim.HELD);
        assertThat(leases.asked).as("once more at once").hasSize(2);
        leases.answer(Claim.HELD);
        assertThat(leases.asked).hasSize(2);
        timer.advance(Duration.ofMillis(20));
        assertThat(leases.asked).hasSize(3);
        leases.answer(new Claim.Found(new TierHit(Tools.text("theirs"), Lifetime.of(Duration.ofDays(1)))));
        for (Call each : List.of(call, follower)) {
            assertThat(each.ends).containsExactly(false);
            assertThat(CallState.result(each.exchange)).isEqualTo(new Success(Tools.text("theirs"), true));
        }
        assertThat(found.get(0).left())
                .as("for no longer than its own would be kept")
                .isEqualTo(TTL);
        assertThat(activity.figures().joinedElsewhere()).isEqualTo(1);
        assertThat(activity.figures().joinedHere()).isEqualTo(1);
        assertThat(timer.pending()).isZero();
        assertThat(leases.released).isEmpty();
    }

    @Test
    void aWaitEndsWhenItIsTooLongAndALeaseThatComesTooLateIsGivenBack() {
        Call call = call();
        leases.answer(Claim.HELD);
        timer.advance(LONGEST.minusMillis(1)); // it has asked again, and nobody answers
        assertThat(leases.asked).hasSize(2);
        assertThat(call.ends).isEmpty();
        timer.advance(Duration.ofMillis(1));
        assertThat(call.ends).containsExactly(false);
        assertThat(CallState.isAnswered(call.exchange)).isFalse();
        leases.answer(Claim.GRANTED);
        assertThat(call.ends).hasSize(1);
        assertThat(leases.released).containsExactly("k");
        assertThat(timer.pending()).isZero();
    }

    @Test
    void aWaitEndsWhenItsCallerIsGone() {
        Call call = call();
        call.control.cancel(CancelCause.CALLER);
        assertThat(call.ends).containsExactly(false);
        leases.answer(Claim.GRANTED);
        assertThat(leases.released).containsExactly("k");
        assertThat(timer.pending()).isZero();
    }

    @Test
    void whatCannotBeAskedHoldsNobody() {
        leases.unavailable = true;
        assertThat(call().ends).as("at once, on the same thread").containsExactly(true);
        leases.unavailable = false;
        calls.succeeded("k", Tools.text("x"));
        timer.fill();
        assertThat(call().ends).as("without a timer the wait has no bound").containsExactly(true);
        leases.answer(Claim.GRANTED);
        assertThat(leases.released).containsExactly("k");
    }

    private Call call() {
        Call call = new Call(new DefaultExchange(context), new CallControl(), new ArrayList<>());
        call.exchange.setProperty(ExchangeState.CONTROL, call.control);
        call.exchange.setProperty(
                ExchangeState.TOOL,
                Tools.tool(
                        "files",
                        "read",
                        Tools.limits()
                                .cache(new CachePolicy(
                                        TTL, Duration.ZERO, false, Optional.empty(), Long.MAX_VALUE, false))
                                .build()));
        CallState.cacheKey(call.exchange, "k");
        join.process(call.exchange, call.ends::add);
        return call;
    }

    private record Call(Exchange exchange, CallControl control, List<Boolean> ends) {}

    /** Answers when the test says so. */
    private static final class FakeLeases implements CallLeases {
        final List<CompletableFuture<Claim>> asked = new ArrayList<>();
        final List<String> released = new ArrayList<>();
        boolean unavailable;

        @Override
        public CompletableFuture<Claim> claim(String key, Duration stale) {
            if (unavailable) {
                return CompletableFuture.completedFuture(Claim.UNAVAILABLE);
            }
            CompletableFuture<Claim> answer = new CompletableFuture<>();
            asked.add(answer);
            return answer;
        }

        void answer(Claim claim) {
            asked.get(asked.size() - 1).complete(claim);
        }

        @Override
        public void release(String key) {
            released.add(key);
        }

        @Override
        public void releaseAfter(String key, CompletionStage<?> kept) {
            released.add(key);
        }
    }
}
