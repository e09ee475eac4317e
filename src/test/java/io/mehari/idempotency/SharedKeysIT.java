package io.mehari.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import io.mehari.call.Caller;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.Json;
import io.mehari.redis.RedisCommands;
import io.mehari.redis.RedisConnection;
import io.mehari.redis.RedisSettings;
import io.mehari.support.ManualTimer;
import io.mehari.support.RedisProgram;
import io.mehari.support.Trials;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys of several gateways on one real Redis: nothing runs twice, whatever becomes of a gateway or of Redis. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class SharedKeysIT {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final CallKey KEY = new CallKey("me", "k", CallKey.WHOLE);
    private static final String NAME = RedisKeyClaims.nameOf(KEY);

    private final HashedWheelTimer timer =
            new HashedWheelTimer(new DefaultThreadFactory("mehari-test-timer", true), 10, TimeUnit.MILLISECONDS);
    private final ManualTimer beats = new ManualTimer();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final RedisProgram redis = opened(RedisProgram.started());

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        timer.stop();
    }

    @Test
    void aRepetitionAtAnotherGatewayGetsTheSameAnswer() {
        Gateway one = gateway();
        Gateway two = gateway();
        CompletableFuture<KeyedAnswer> first = one.send("first", "{}");
        one.awaitRuns(1).complete(success("done"));
        assertThat(joined(first).replayed()).isFalse();

        KeyedAnswer again = joined(two.send("second", "{}"));

        assertThat(again.result()).isEqualTo(success("done"));
        assertThat(again.requestId()).isEqualTo("first");
        assertThat(again.replayed()).isTrue();
        assertThat(again.kept()).isTrue();
        assertThat(two.runs).isEmpty();
        assertThat(redis.command("PTTL", NAME)).as("ten minutes").matches("(?s):(5[5-9]\\d{4}|600000)\r.*");
        assertThat(redis.command("KEYS", "*"))
                .as("keys of callers are not shown")
                .doesNotContain("\"k\"", "me");
    }

    @Test
    void aRepetitionWaitsForTheCallThatRunsElsewhere() {
        Gateway one = gateway();
        Gateway two = gateway();
        CompletableFuture<KeyedAnswer> first = one.send("first", "{}");
        CompletableFuture<ToolCallResult> run = one.awaitRuns(1);
        CompletableFuture<KeyedAnswer> second = two.send("second", "{}");
        CompletableFuture<KeyedAnswer> third = two.send("third", "{}");
        await().atMost(LIMIT).until(() -> two.asked() >= 2);
        assertThat(second).isNotDone();

        run.complete(Failed.timedOut("files", "No answer within 2 s"));

        assertThat(joined(first).requestId()).isEqualTo("first");
        assertThat(joined(second).result()).isEqualTo(joined(first).result());
        assertThat(joined(third).requestId()).isEqualTo("first");
        assertThat(two.runs).isEmpty();
        assertThat(two.calls.running()).isZero();
    }

    @Test
    void anotherCallUnderTheKeyIsRefusedWhileItRunsAndAfterwards() {
        Gateway one = gateway();
        Gateway two = gateway();
        one.send("first", "{}");
        CompletableFuture<ToolCallResult> run = one.awaitRuns(1);
        assertThat(joined(two.send("second", "{\"a\":1}")).result().outcome()).isEqualTo(Outcome.IDEMPOTENCY_CONFLICT);
        run.complete(success("done"));
        await().atMost(LIMIT).until(() -> redis.command("HGET", NAME, "state").contains("ran"));
        KeyedAnswer refused = joined(two.send("third", "{\"a\":1}"));
        assertThat(refused.result().outcome()).isEqualTo(Outcome.IDEMPOTENCY_CONFLICT);
        assertThat(refused.result().message()).contains("first");
        assertThat(two.runs).isEmpty();
    }

    @Test
    void whatHasNotRunMayRunElsewhere() {
        Gateway one = gateway();
        Gateway two = gateway();
        CompletableFuture<KeyedAnswer> first = one.send("first", "{}");
        one.awaitRuns(1).complete(new Rejected(Outcome.RATE_LIMITED, "Too many", Optional.empty()));
        assertThat(joined(first).kept()).isFalse();
        two.send("second", "{}");
        two.awaitRuns(1);
    }

    @Test
    void anAnswerThatIsTooLargeIsGivenOnceAndNotRunAgain() {
        Gateway one = gateway();
        Gateway two = gateway();
        CompletableFuture<KeyedAnswer> first = one.send("first", "{}");
        one.awaitRuns(1).complete(success("x".repeat(2_000_000)));
        assertThat(joined(first).kept()).isFalse();
        assertThat(joined(two.send("second", "{}")).result().outcome()).isEqualTo(Outcome.ALREADY_RUN);
        assertThat(two.runs).isEmpty();
    }

    @Test
    void aCallWhoseGatewayHasDiedIsNotRunAgain() {
        Gateway one = gateway();
        Gateway two = gateway();
        Gateway three = gateway();
        one.send("first", "{}");
        CompletableFuture<ToolCallResult> run = one.awaitRuns(1);
        CompletableFuture<KeyedAnswer> waiting = two.send("second", "{}");
        await().atMost(LIMIT).until(() -> two.asked() >= 2);
        dieAllLeases();

        KeyedAnswer lost = joined(waiting);
        assertThat(lost.result().outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        assertThat(lost.result().message()).contains("request first");
        assertThat(joined(three.send("third", "{}")).result().outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        assertThat(two.runs).isEmpty();
        assertThat(three.runs).isEmpty();

        run.complete(success("alive after all"));
        await().atMost(LIMIT).until(() -> redis.command("HGET", NAME, "state").contains("ran"));
        assertThat(joined(three.send("fourth", "{}")).result()).isEqualTo(success("alive after all"));
    }

    @Test
    void aLeaseIsRenewedWhileCallsRun() {
        Gateway one = gateway();
        one.send("first", "{}");
        one.awaitRuns(1);
        String lease = leases().get(0);
        redis.command("PEXPIRE", lease, "1000000");
        beats.advance(RedisKeyClaims.BEAT);
        await().atMost(LIMIT).until(() -> redis.command("PTTL", lease).matches("(?s):1[0-5]\\d{3}\r.*"));
    }

    @Test
    void withoutRedisCallsWithAKeyAreRefusedAndNothingRuns() {
        Gateway one = gateway();
        Gateway two = gateway();
        redis.stop();
        for (int i = 0; i < 5; i++) {
            KeyedAnswer refused = joined(one.send("r" + i, "{}"));
            assertThat(refused.result().outcome()).isEqualTo(Outcome.UNAVAILABLE);
            assertThat(refused.kept()).isFalse();
        }
        assertThat(one.runs).isEmpty();
        assertThat(one.claims.problem()).isPresent();
        redis.start();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(100)).until(() -> {
            one.send("again", "{}");
            return !one.runs.isEmpty();
        });
        one.runs.peek().complete(success("done"));
        await().atMost(LIMIT)
                .until(() -> joined(two.send("other", "{}")).result().equals(success("done")));
        assertThat(one.runs).hasSize(1);
        assertThat(two.runs).isEmpty();
    }

    /** Redis gets what was sent while it stood still, when nobody waits for it any more. */
    @Test
    void aClaimThatCameTooLateBlocksNobody() {
        Gateway one = gateway();
        Gateway two = gateway();
        CallKey other = new CallKey("me", "another", CallKey.WHOLE);
        CompletableFuture<KeyedAnswer> early = one.calls.send(other, call("early", "{}"), new CallControl());
        one.awaitRuns(1).complete(success("done"));
        joined(early);
        one.runs.clear();
        redis.pause();
        assertThat(joined(one.send("late", "{}")).result().outcome()).isEqualTo(Outcome.UNAVAILABLE);
        redis.resume();
        await().atMost(LIMIT).until(() -> redis.command("EXISTS", NAME).startsWith(":1"));
        assertThat(one.claims.untold()).isEqualTo(1);
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> {
            two.send("second", "{}");
            beats.advance(RedisKeyClaims.BEAT);
            return !two.runs.isEmpty();
        });
        assertThat(one.runs).isEmpty();
        await().atMost(LIMIT).until(() -> one.claims.untold() == 0);
    }

    @Test
    void whatRedisCouldNotBeToldItIsToldLater() {
        Gateway one = gateway();
        Gateway two = gateway();
        CompletableFuture<KeyedAnswer> first = one.send("first", "{}");
        CompletableFuture<ToolCallResult> run = one.awaitRuns(1);
        redis.stop();
        run.complete(success("done"));
        assertThat(joined(first).result()).isEqualTo(success("done"));
        assertThat(one.claims.untold()).isEqualTo(1);
        redis.start();
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(100)).until(() -> {
            beats.advance(RedisKeyClaims.BEAT);
            return one.claims.untold() == 0;
        });
        await().atMost(LIMIT)
                .until(() -> joined(two.send("second", "{}")).result().equals(success("done")));
        assertThat(two.runs).isEmpty();
    }

    @Test
    void aRedisThatWasEmptiedIsToldOfTheCallsThatRun() {
        Gateway one = gateway();
        Gateway two = gateway();
        one.send("first", "{}");
        CompletableFuture<ToolCallResult> run = one.awaitRuns(1);
        redis.command("FLUSHALL");
        beats.advance(RedisKeyClaims.BEAT);
        await().atMost(LIMIT).until(() -> redis.command("EXISTS", NAME).startsWith(":1"));
        CompletableFuture<KeyedAnswer> second = two.send("second", "{}");
        run.complete(success("done"));
        assertThat(joined(second).result()).isEqualTo(success("done"));
        assertThat(two.runs).isEmpty();
    }

    @Test
    void whatIsForeignUnderAKeyRunsNothing() {
        Gateway one = gateway();
        for (String[] written : new String[][] {
            {"SET", NAME, "something"},
            {"RPUSH", NAME, "a"},
            {"HSET", NAME, "a", "b"},
            {"HSET", NAME, "state", "running"},
            {"HSET", NAME, "state", "what", "fingerprint", "f", "request", "r", "owner", "o", "token", "t"}
        }) {
            redis.command("DEL", NAME);
            redis.command(written);
            KeyedAnswer answer = joined(one.send("first", "{}"));
            assertThat(answer.result().outcome()).as(String.join(" ", written)).isNotEqualTo(Outcome.SUCCESS);
            assertThat(answer.requestId()).isNotEmpty();
        }
        assertThat(one.runs).isEmpty();
        assertThat(one.calls.running()).isZero();
    }

    @Test
    void aDamagedAnswerIsNotGivenAndNothingRuns() {
        Gateway one = gateway();
        Gateway two = gateway();
        one.send("first", "{}");
        one.awaitRuns(1).complete(success("done"));
        await().atMost(LIMIT).until(() -> redis.command("HGET", NAME, "state").contains("ran"));
        redis.command("HSET", NAME, "answer", "{damaged");
        assertThat(joined(two.send("second", "{}")).result().outcome()).isEqualTo(Outcome.ALREADY_RUN);
        assertThat(two.runs).isEmpty();
    }

    @Test
    void eachKeyRunsOnceHoweverManyAskTogether() throws Exception {
        List<Gateway> gateways = List.of(gateway(), gateway(), gateway());
        gateways.forEach(each -> each.instant = true);
        int rounds = Trials.count(50, 2_000);
        CyclicBarrier together = new CyclicBarrier(gateways.size());
        ExecutorService pool = Executors.newFixedThreadPool(gateways.size());
        try {
            List<Future<Integer>> all = new ArrayList<>();
            for (Gateway gateway : gateways) {
                all.add(pool.submit(() -> {
                    int fresh = 0;
                    for (int round = 0; round < rounds; round++) {
                        together.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
                        CallKey key = new CallKey("me", "round " + round, CallKey.WHOLE);
                        fresh += joined(gateway.calls.send(key, call("id", "{}"), new CallControl()))
                                        .replayed()
                                ? 0
                                : 1;
                    }
                    return fresh;
                }));
            }
            int fresh = 0;
            for (Future<Integer> one : all) {
                fresh += one.get();
            }
            assertThat(fresh).isEqualTo(rounds);
            assertThat(gateways.stream().mapToInt(each -> each.runs.size()).sum())
                    .isEqualTo(rounds);
        } finally {
            pool.shutdownNow();
        }
    }

    private void dieAllLeases() {
        leases().forEach(lease -> redis.command("DEL", lease));
    }

    private List<String> leases() {
        return redis.command("KEYS", RedisKeyClaims.LEASE_PREFIX + "*")
                .lines()
                .filter(line -> line.startsWith(RedisKeyClaims.LEASE_PREFIX))
                .toList();
    }

    private Gateway gateway() {
        RedisConnection connection = opened(RedisConnection.begin(new RedisSettings(redis.url(), "", "")));
        await().atMost(LIMIT).until(() -> connection.client().isPresent());
        return new Gateway(new RedisCommands("tests", connection, LIMIT, timer, System::nanoTime));
    }

    /** What one gateway has: its calls and what they agree by. */
    private final class Gateway {
        private final ConcurrentLinkedQueue<CompletableFuture<ToolCallResult>> runs = new ConcurrentLinkedQueue<>();
        private final RedisCommands commands;
        private final RedisKeyClaims claims;
        private final KeyedCalls calls;
        private volatile boolean instant;

        Gateway(RedisCommands commands) {
            this.commands = commands;
            this.claims = new RedisKeyClaims(commands, beats);
            IdempotencySettings settings = IdempotencySettings.DEFAULTS;
            this.calls = new KeyedCalls(
                    this::run,
                    new MemoryAnswers(settings, timer, System::nanoTime),
                    settings,
                    timer,
                    ByteBudget.unlimited(),
                    claims);
        }

        CompletableFuture<KeyedAnswer> send(String requestId, String arguments) {
            return calls.send(KEY, call(requestId, arguments), new CallControl());
        }

        CompletableFuture<ToolCallResult> awaitRuns(int count) {
            await().atMost(LIMIT).until(() -> runs.size() == count);
            return runs.peek();
        }

        long asked() {
            return commands.answered();
        }

        private CompletableFuture<ToolCallResult> run(ToolCall call, CallControl control) {
            CompletableFuture<ToolCallResult> result =
                    instant ? CompletableFuture.completedFuture(success("done")) : new CompletableFuture<>();
            runs.add(result);
            return result;
        }
    }

    private static KeyedAnswer joined(CompletableFuture<KeyedAnswer> answer) {
        return answer.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    private static ToolCall call(String requestId, String arguments) {
        try {
            CallContext context = new CallContext(requestId, Caller.LOCAL, Instant.EPOCH, 0);
            return new ToolCall("files", "write", (ObjectNode) Json.read(arguments), context);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Success success(String text) {
        return new Success(Json.object().put("text", text), false);
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.add(0, part);
        return part;
    }
}
