package io.mehari.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.cache.CacheActivity;
import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import io.mehari.call.Caller;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.exchange.CallState;
import io.mehari.exchange.ExchangeState;
import io.mehari.support.ManualTimer;
import io.mehari.support.MovableClock;
import io.mehari.support.Tools;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** What is given although its time is over is renewed by one call that nobody waits for. */
class RenewalsTest {
    private static final Duration AGE = Duration.ofMinutes(6);

    private final ManualTimer timer = new ManualTimer();
    private final CacheActivity activity = new CacheActivity();
    private final List<Run> runs = new ArrayList<>();
    private final List<Runnable> loop = new ArrayList<>();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private boolean cached = true;
    private final Renewals renewals = new Renewals(
            (call, control) -> {
                Run run = new Run(call, control, new CompletableFuture<>());
                runs.add(run);
                return run.result;
            },
            call -> cached,
            2,
            activity,
            timer,
            new MovableClock());

    private record Run(ToolCall call, CallControl control, CompletableFuture<ToolCallResult> result) {}

    @Test
    void theCallIsAnsweredAtOnceAndTheRenewalRunsAfterThat() {
        Exchange exchange = answered("k");
        assertThat(CallState.result(exchange)).isEqualTo(new Success(Tools.text("old"), true, AGE));
        assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.text("old"));
        assertThat(runs).as("the answer goes first").isEmpty();
        turn();
        assertThat(runs).hasSize(1);
        CallContext renewal = runs.get(0).call.context();
        assertThat(renewal.requestId()).isEqualTo("id-renewal");
        assertThat(renewal.renewal()).isTrue();
        assertThat(renewal.byGateway())
                .as("neither counted nor kept as a dead letter")
                .isTrue();
        assertThat(renewal.caller().name()).isEqualTo("anna");
        assertThat(renewal.headers().values()).containsEntry("x-user", "anna");
        assertThat(runs.get(0).control).as("the caller may go").isNotSameAs(CallState.control(exchange));
        assertThat(activity.figures().stale()).isEqualTo(1);
    }

    @Test
    void oneForEachKeyUntilItHasEnded() {
        for (int i = 0; i < 10; i++) {
            answered("k");
        }
        turn();
        assertThat(runs).hasSize(1);
        runs.get(0).result.complete(new Success(Tools.text("new"), false));
        answered("k");
        turn();
        assertThat(runs).hasSize(2);
        assertThat(activity.figures().renewed()).isEqualTo(1);
        assertThat(activity.figures().stale()).isEqualTo(11);
    }

    @Test
    void oneThatFailedIsNotTriedAgainForAWhile() {
        answered("k");
        turn();
        runs.get(0).result.complete(Failed.timedOut("files", "late"));
        answered("k");
        turn();
        timer.advance(Renewals.PAUSE.minusMillis(1));
        answered("k");
        turn();
        assertThat(runs).hasSize(1);
        timer.advance(Duration.ofMillis(1));
        answered("k");
        turn();
        assertThat(runs).hasSize(2);
        assertThat(activity.figures().failed()).isEqualTo(1);
    }

    @Test
    void noMoreRunThanMayAndTheOthersAreAnsweredAllTheSame() {
        for (String key : List.of("a", "b", "c")) {
            assertThat(CallState.isAnswered(answered(key))).isTrue();
        }
        turn();
        assertThat(runs).hasSize(2);
        assertThat(activity.figures().skipped()).isEqualTo(1);
        runs.forEach(run -> run.result.complete(new Success(Tools.text("new"), false)));
        assertThat(renewals.running()).isZero();
        answered("c");
        turn();
        assertThat(runs).hasSize(3);
    }

    @Test
    void aToolThatIsNotCachedAnyMoreIsNotCalled() {
        cached = false;
        answered("k");
        turn();
        assertThat(runs).isEmpty();
        assertThat(renewals.running()).isZero();
    }

    @Test
    void aRenewalIsNotAnsweredWithWhatItIsToRenew() {
        Exchange exchange = exchange(
                "k",
                new CallContext("id", new Caller("anna", Set.of()), Instant.EPOCH, 0)
                        .asRenewal("id-renewal", Instant.EPOCH, 0));
        renewals.answer(exchange, Tools.text("old"), AGE);
        turn();
        assertThat(CallState.isAnswered(exchange)).isFalse();
        assertThat(runs).isEmpty();
    }

    private Exchange answered(String key) {
        Exchange exchange = exchange(
                key,
                new CallContext("id", new Caller("anna", Set.of()), Instant.EPOCH, 0)
                        .with(ClientHeaders.of(Map.of("x-user", "anna"))));
        renewals.answer(exchange, Tools.text("old"), AGE);
        return exchange;
    }

    private Exchange exchange(String key, CallContext of) {
        Exchange exchange = new DefaultExchange(context);
        exchange.setProperty(ExchangeState.CALL, new ToolCall("files", "read", Tools.json("{}"), of));
        exchange.setProperty(ExchangeState.CONTROL, new CallControl(params -> {}, loop::add));
        CallState.cacheKey(exchange, key);
        return exchange;
    }

    /** The thread of the calls does what was left for it. */
    private void turn() {
        List<Runnable> due = List.copyOf(loop);
        loop.clear();
        due.forEach(Runnable::run);
    }
}
