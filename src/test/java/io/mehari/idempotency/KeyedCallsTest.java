package io.mehari.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.Caller;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.ManualTimer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;

class KeyedCallsTest {
    private static final CallKey KEY = new CallKey("me", "k", CallKey.WHOLE);

    private final ManualTimer timer = new ManualTimer();
    private final List<CallControl> controls = new ArrayList<>();
    private final List<CompletableFuture<ToolCallResult>> runs = new ArrayList<>();
    private KeyedCalls calls = calls(settings(Duration.ofSeconds(30), 10), ByteBudget.unlimited());

    @Test
    void aWaiterThatLeavesDisturbsNobody() {
        CallControl first = new CallControl();
        CallControl second = new CallControl();
        CompletableFuture<KeyedAnswer> one = calls.send(KEY, call("{}"), first);
        CompletableFuture<KeyedAnswer> two = calls.send(KEY, call("{}"), second);

        first.cancel(CancelCause.CALLER);

        assertThat(one.join().result().outcome()).as("its request ends").isEqualTo(Outcome.CANCELLED);
        assertThat(controls.get(0).isCancelled()).isFalse();
        assertThat(timer.pending()).as("somebody waits").isZero();
        runs.get(0).complete(success());
        assertThat(two.join().result()).isInstanceOf(Success.class);
        assertThat(two.join().replayed()).isTrue();
    }

    @Test
    void theCallIsCancelledWhenNobodyHasWaitedForTheGrace() {
        CallControl first = new CallControl();
        CallControl second = new CallControl();
        calls.send(KEY, call("{}"), first);
        calls.send(KEY, call("{}"), second);
        first.cancel(CancelCause.CALLER);
        second.cancel(CancelCause.CALLER);
        timer.advance(Duration.ofSeconds(29));
        assertThat(controls.get(0).isCancelled()).isFalse();

        timer.advance(Duration.ofSeconds(1));

        assertThat(controls.get(0).isCallerGone()).isTrue();
    }

    @Test
    void aCallThatWasCancelledMayHaveRunAndDoesNotRunAgain() {
        CallControl only = new CallControl();
        calls.send(KEY, call("{}"), only);
        only.cancel(CancelCause.CALLER);
        timer.advance(Duration.ofSeconds(30));
        runs.get(0).complete(Failed.cancelled("files", "Left"));

        KeyedAnswer again = calls.send(KEY, call("{}"), new CallControl()).join();

        assertThat(again.result().outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        assertThat(again.result().message()).contains("30 s").contains("mehari.rest.idempotency.grace");
        assertThat(runs).hasSize(1);
    }

    @Test
    void whoComesWithinTheGraceSavesTheCall() {
        CallControl gone = new CallControl();
        calls.send(KEY, call("{}"), gone);
        gone.cancel(CancelCause.CALLER);
        timer.advance(Duration.ofSeconds(29));
        CompletableFuture<KeyedAnswer> back = calls.send(KEY, call("{}"), new CallControl());
        timer.advance(Duration.ofMinutes(5));

        assertThat(controls.get(0).isCancelled()).isFalse();
        runs.get(0).complete(success());
        assertThat(back.join().result()).isInstanceOf(Success.class);
        assertThat(runs).hasSize(1);
    }

    @Test
    @ChangesBehaviour("mehari.rest.idempotency.grace")
    void withoutGraceTheLastWhoLeavesCancels() {
        calls = calls(settings(Duration.ZERO, 10), ByteBudget.unlimited());
        CallControl only = new CallControl();
        calls.send(KEY, call("{}"), only);

        only.cancel(CancelCause.CALLER);

        assertThat(controls.get(0).isCallerGone()).isTrue();
        assertThat(timer.pending()).isZero();
    }

    @Test
    void withoutATimerTheLastWhoLeavesCancels() {
        timer.fill();
        CallControl only = new CallControl();
        calls.send(KEY, call("{}"), only);

        only.cancel(CancelCause.CALLER);

        assertThat(controls.get(0).isCallerGone()).isTrue();
    }

    @Test
    void aClientThatHasLeftBeforeTheCallBeginsCountsAsOneThatLeaves() {
        CallControl gone = new CallControl();
        gone.cancel(CancelCause.CALLER);

        calls.send(KEY, call("{}"), gone);

        timer.advance(Duration.ofSeconds(30));
        assertThat(controls.get(0).isCallerGone()).isTrue();
    }

    @Test
    void progressReachesAllWhoWait() {
        List<ObjectNode> seen = new ArrayList<>();
        CallControl left = new CallControl(params -> seen.add(Json.object().put("who", "left")), Runnable::run);
        calls.send(KEY, call("{}"), left);
        calls.send(KEY, call("{}"), new CallControl(seen::add, Runnable::run));
        calls.send(KEY, call("{}"), new CallControl(seen::add, Runnable::run));
        left.cancel(CancelCause.CALLER);

        controls.get(0).progressed(Json.object().put("progress", 1));

        assertThat(seen).hasSize(2).allMatch(params -> params.path("progress").asInt() == 1);
    }

    @Test
    void eachAnswerComesOnTheThreadOfItsRequest() {
        List<Runnable> loop = new ArrayList<>();
        calls.send(KEY, call("{}"), new CallControl());
        CompletableFuture<KeyedAnswer> joined = calls.send(KEY, call("{}"), new CallControl(params -> {}, loop::add));

        runs.get(0).complete(success());

        assertThat(joined).isNotDone();
        loop.forEach(Runnable::run);
        assertThat(joined).isDone();
    }

    @Test
    void callsInFlightAreNeverForgotten() {
        calls = calls(settings(Duration.ofSeconds(30), 2), ByteBudget.unlimited());
        CompletableFuture<KeyedAnswer> first = calls.send(key("1"), call("{}"), new CallControl());
        calls.send(key("2"), call("{}"), new CallControl());

        KeyedAnswer third = calls.send(key("3"), call("{}"), new CallControl()).join();

        assertThat(third.result().outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(third.result().message()).contains("max-entries").contains("was not sent");
        assertThat(third.kept()).isFalse();
        assertThat(runs).hasSize(2);
        timer.advance(Duration.ofHours(1));
        calls.send(key("1"), call("{}"), new CallControl());
        assertThat(runs).as("joined, an hour later").hasSize(2);
        runs.get(0).complete(success());
        assertThat(first.join().result()).isInstanceOf(Success.class);
        assertThat(calls.running()).isEqualTo(1);
        calls.send(key("3"), call("{}"), new CallControl());
        assertThat(runs).hasSize(3);
    }

    @Test
    void argumentsOfCallsInFlightAreCounted() {
        ByteBudget budget = new ByteBudget(100_000);
        calls = calls(settings(Duration.ofSeconds(30), 10), budget);
        String large = "{\"a\":\"" + "x".repeat(60_000) + "\"}";
        CallControl gone = new CallControl();
        calls.send(key("1"), call(large), gone);
        gone.cancel(CancelCause.CALLER);
        assertThat(budget.held()).as("its request has ended, the call has not").isGreaterThan(60_000);

        KeyedAnswer second =
                calls.send(key("2"), call(large), new CallControl()).join();

        assertThat(second.result().outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(second.result().message()).contains("mehari.memory.max-held");
        assertThat(runs).hasSize(1);
        runs.get(0).complete(success());
        assertThat(budget.held()).isZero();
        calls.send(key("2"), call(large), new CallControl());
        assertThat(runs).hasSize(2);
    }

    @Test
    void aPipelineThatThrowsIsADefectAndNothingIsLeft() {
        calls = new KeyedCalls(
                (call, control) -> {
                    throw new IllegalStateException("Broken");
                },
                new MemoryAnswers(IdempotencySettings.DEFAULTS, timer, timer::nanoTime),
                IdempotencySettings.DEFAULTS,
                timer,
                ByteBudget.unlimited());

        KeyedAnswer answer = calls.send(KEY, call("{}"), new CallControl()).join();

        assertThat(answer.result().outcome()).isEqualTo(Outcome.INTERNAL);
        assertThat(calls.running()).isZero();
    }

    @Test
    void aStoreThatFailsLosesTheAnswerAndNotTheWaiters() {
        KeptAnswers broken = new KeptAnswers() {
            @Override
            public Optional<KeptAnswer> find(CallKey key) {
                return Optional.empty();
            }

            @Override
            public boolean keep(CallKey key, KeptAnswer answer) {
                throw new IllegalStateException("The disk is full");
            }
        };
        IdempotencySettings settings = IdempotencySettings.DEFAULTS;
        calls = new KeyedCalls(this::run, broken, settings, timer, ByteBudget.unlimited());
        CompletableFuture<KeyedAnswer> answer = calls.send(KEY, call("{}"), new CallControl());
        runs.get(0).complete(success());

        assertThat(answer.join().result()).isInstanceOf(Success.class);
        assertThat(answer.join().kept()).isFalse();
        assertThat(calls.running()).isZero();
    }

    /** Callers that come while the call ends must find it running or kept, never nothing. */
    @Test
    void thereIsNoMomentAtWhichASecondCallRuns() throws Exception {
        AtomicInteger started = new AtomicInteger();
        KeyedCalls racing = new KeyedCalls(
                (call, control) -> {
                    started.incrementAndGet();
                    return CompletableFuture.completedFuture(success());
                },
                new MemoryAnswers(settings(Duration.ZERO, 10_000), timer, timer::nanoTime),
                settings(Duration.ZERO, 10_000),
                timer,
                ByteBudget.unlimited());
        int threads = 4;
        int rounds = 500;
        CyclicBarrier together = new CyclicBarrier(threads);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(pool.submit(() -> {
                    int fresh = 0;
                    for (int round = 0; round < rounds; round++) {
                        together.await();
                        KeyedAnswer answer = racing.send(key("r" + round), call("{}"), new CallControl())
                                .join();
                        fresh += answer.replayed() ? 0 : 1;
                    }
                    return fresh;
                }));
            }
            int fresh = 0;
            for (Future<Integer> one : all) {
                fresh += one.get();
            }
            assertThat(started).hasValue(rounds);
            assertThat(fresh).isEqualTo(rounds);
            assertThat(racing.running()).isZero();
        } finally {
            pool.shutdownNow();
        }
    }

    private KeyedCalls calls(IdempotencySettings settings, ByteBudget budget) {
        return new KeyedCalls(this::run, new MemoryAnswers(settings, timer, timer::nanoTime), settings, timer, budget);
    }

    private CompletableFuture<ToolCallResult> run(ToolCall call, CallControl control) {
        CompletableFuture<ToolCallResult> result = new CompletableFuture<>();
        controls.add(control);
        runs.add(result);
        return result;
    }

    private static IdempotencySettings settings(Duration grace, int entries) {
        return new IdempotencySettings(
                Duration.ofMinutes(10), entries, DataSize.ofMegabytes(1), DataSize.ofKilobytes(100), grace, false);
    }

    private static CallKey key(String name) {
        return new CallKey("me", name, CallKey.WHOLE);
    }

    private static ToolCall call(String arguments) {
        try {
            CallContext context = new CallContext("id", Caller.LOCAL, Instant.EPOCH, 0);
            return new ToolCall("files", "write", (ObjectNode) Json.read(arguments), context);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static ToolCallResult success() {
        return new Success(Json.object(), false);
    }
}
