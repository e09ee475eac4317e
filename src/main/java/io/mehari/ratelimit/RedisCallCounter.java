package io.mehari.ratelimit;

import io.mehari.redis.RedisCommands;
import io.mehari.redis.RedisScript;
import io.mehari.redis.RedisUnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts calls in Redis: of each caller one number, which Redis forgets as soon as it says nothing any more. The clock is that of Redis, so
 * those of the gateways do not matter. One question is under way at a time: calls that come meanwhile wait for its end and are asked for
 * together by the next, so that a busy gateway asks seldom and a quiet one at once. Safe for concurrent use.
 */
final class RedisCallCounter implements CallCounter {
    /** What the key of a caller begins with. */
    static final String PREFIX = "mcp:rate-limit:";

    /** Calls that wait while a question is under way; further ones are not asked for. */
    static final int MOST = 1_000;

    private static final RedisScript TAKE = RedisScript.of(RedisCallCounter.class, "take.lua");
    private static final int PER_CALL = 2;

    private final RedisCommands redis;
    private final Queue<Question> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final LongAdder turnedAway = new LongAdder();

    RedisCallCounter(RedisCommands redis) {
        this.redis = redis;
    }

    private record Question(String caller, RateLimit limit, CompletableFuture<Counted> answer) {}

    @Override
    public CompletionStage<Counted> count(String caller, RateLimit limit) {
        if (held.incrementAndGet() > MOST) {
            held.decrementAndGet();
            turnedAway.increment();
            return CompletableFuture.failedFuture(new RedisUnavailableException(MOST + " calls wait for it"));
        }
        Question question = new Question(caller, limit, new CompletableFuture<>());
        waiting.add(question);
        askNext();
        return question.answer();
    }

    /** Asks for all that wait, unless a question is under way: its end comes back here. */
    private void askNext() {
        while (!waiting.isEmpty() && asking.compareAndSet(false, true)) {
            List<Question> together = taken();
            CompletableFuture<List<Object>> answer = asked(together);
            if (answer.isDone()) {
                asking.set(false); // Redis was not asked; to come back from here would go deeper with each
                answer.whenComplete((counted, failure) -> settle(together, counted, failure));
            } else {
                answer.whenComplete((counted, failure) -> {
                    asking.set(false);
                    askNext(); // before those are told who have waited for this one: they go on from here
                    settle(together, counted, failure);
                });
            }
        }
    }

    private List<Question> taken() {
        List<Question> together = new ArrayList<>();
        for (Question next = waiting.poll(); next != null; next = waiting.poll()) {
            together.add(next);
        }
        held.addAndGet(-together.size());
        return together;
    }

    private CompletableFuture<List<Object>> asked(List<Question> together) {
        if (together.isEmpty()) { // another thread has asked for them meanwhile
            return CompletableFuture.completedFuture(List.of());
        }
        List<String> keys = new ArrayList<>(together.size());
        byte[][] limits = new byte[PER_CALL * together.size()][];
        for (Question question : together) {
            limits[PER_CALL * keys.size()] = micros(question.limit().intervalNanos());
            limits[PER_CALL * keys.size() + 1] = micros(question.limit().span());
            keys.add(PREFIX + question.caller());
        }
        return redis.ask(together.size(), client -> TAKE.run(client, keys, limits));
    }

    private static void settle(List<Question> together, List<Object> counted, Throwable failure) {
        for (int i = 0; i < together.size(); i++) {
            CompletableFuture<Counted> answer = together.get(i).answer();
            if (failure == null) {
                answer.complete(counted(counted, PER_CALL * i));
            } else {
                answer.completeExceptionally(failure);
            }
        }
    }

    @Override
    public Optional<String> problem() {
        return redis.problem();
    }

    @Override
    public long counted() {
        return redis.answered();
    }

    @Override
    public long failed() {
        return redis.failed() + turnedAway.sum();
    }

    @Override
    public long skipped() {
        return redis.skipped();
    }

    private static Counted counted(List<Object> answer, int at) {
        return new Counted((Long) answer.get(at) == 1, TimeUnit.MICROSECONDS.toNanos((Long) answer.get(at + 1)));
    }

    /** With its fraction: the interval of a high limit is not a whole number of them. */
    private static byte[] micros(long nanos) {
        return RedisScript.argument(Double.toString(nanos / 1000.0));
    }
}
