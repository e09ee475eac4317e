package io.mehari.ratelimit;

import io.mehari.ratelimit.Reserve.Unused;
import io.mehari.redis.RedisCommands;
import io.mehari.redis.RedisScript;
import io.mehari.redis.RedisUnavailableException;
import io.netty.util.Timer;
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
import java.util.function.LongSupplier;

/**
 * Counts calls in Redis: of each caller one number, which Redis forgets as soon as it says nothing any more. The clock is that of Redis, so
 * those of the gateways do not matter. One question is under way at a time: calls that come meanwhile wait for its end and are asked for
 * together by the next, so that a busy gateway asks seldom and a quiet one at once. For a caller who makes many calls some are asked for
 * ahead, a small part of what it has left. Safe for concurrent use.
 */
final class RedisCallCounter implements CallCounter {
    /** What the key of a caller begins with. */
    static final String PREFIX = "mcp:rate-limit:";

    /** Calls that wait while a question is under way; further ones are not asked for. */
    static final int MOST = 1_000;

    private static final RedisScript TAKE = RedisScript.of(RedisCallCounter.class, "take.lua");
    private static final int ARGUMENTS = 3;
    private static final int ANSWERS = 2;

    private final RedisCommands redis;
    private final LongSupplier nanoTime;
    private final Reserves reserves;
    private final Queue<Question> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicBoolean asking = new AtomicBoolean();
    private final LongAdder turnedAway = new LongAdder();
    private final LongAdder reserved = new LongAdder();

    /**
     * Nothing was counted.
     *
     * @param redis asks Redis
     * @param timer looks for calls that were granted ahead and not made
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    RedisCallCounter(RedisCommands redis, Timer timer, LongSupplier nanoTime) {
        this.redis = redis;
        this.nanoTime = nanoTime;
        this.reserves = new Reserves(timer, (caller, unused) -> ask(Question.giveBack(caller, unused)));
    }

    /**
     * What Redis is asked.
     *
     * @param calls how many are asked for; below zero: given back
     * @param reserve of what is asked for ahead; null where nothing is
     */
    private record Question(
            String caller, RateLimit limit, int calls, Reserve reserve, CompletableFuture<Counted> answer) {
        static Question giveBack(String caller, Unused unused) {
            return new Question(caller, unused.limit(), -unused.calls(), null, new CompletableFuture<>());
        }
    }

    @Override
    public CompletionStage<Counted> count(String caller, RateLimit limit) {
        Optional<Counted> ahead = reserves.take(caller, limit, nanoTime.getAsLong());
        if (ahead.isPresent()) {
            reserved.increment();
            return CompletableFuture.completedFuture(ahead.get());
        }
        if (held.incrementAndGet() > MOST) {
            held.decrementAndGet();
            turnedAway.increment();
            return CompletableFuture.failedFuture(new RedisUnavailableException(MOST + " calls wait for it"));
        }
        Question question = question(caller, limit, reserves.of(caller, limit).orElse(null));
        ask(question);
        return question.answer();
    }

    private static Question question(String caller, RateLimit limit, Reserve reserve) {
        int ahead = reserve == null ? -1 : reserve.ask();
        return new Question(
                caller, limit, 1 + Math.max(0, ahead), ahead < 0 ? null : reserve, new CompletableFuture<>());
    }

    private void ask(Question question) {
        waiting.add(question);
        askNext();
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
        held.addAndGet(-calls(together));
        return together;
    }

    private static int calls(List<Question> questions) {
        int calls = 0;
        for (Question question : questions) {
            calls += question.calls() > 0 ? 1 : 0;
        }
        return calls;
    }

    private CompletableFuture<List<Object>> asked(List<Question> together) {
        if (together.isEmpty()) { // another thread has asked for them meanwhile
            return CompletableFuture.completedFuture(List.of());
        }
        List<String> keys = new ArrayList<>(together.size());
        byte[][] arguments = new byte[ARGUMENTS * together.size()][];
        for (Question question : together) {
            int at = ARGUMENTS * keys.size();
            arguments[at] = micros(question.limit().intervalNanos());
            arguments[at + 1] = micros(question.limit().span());
            arguments[at + 2] = RedisScript.argument(Integer.toString(question.calls()));
            keys.add(PREFIX + question.caller());
        }
        return redis.ask(calls(together), client -> TAKE.run(client, keys, arguments));
    }

    private void settle(List<Question> together, List<Object> counted, Throwable failure) {
        for (int i = 0; i < together.size(); i++) {
            Question question = together.get(i);
            if (failure == null) {
                int granted = ((Long) counted.get(ANSWERS * i)).intValue();
                long debt = TimeUnit.MICROSECONDS.toNanos((Long) counted.get(ANSWERS * i + 1));
                question.answer().complete(new Counted(granted > 0, answered(question, granted, debt)));
            } else {
                answered(question, 0, 0);
                question.answer().completeExceptionally(failure);
            }
        }
    }

    private long answered(Question question, int granted, long debt) {
        return question.reserve() == null
                ? debt
                : question.reserve().answered(question.limit(), granted, debt, nanoTime.getAsLong());
    }

    @Override
    public Optional<String> problem() {
        return redis.problem();
    }

    @Override
    public long counted() {
        return redis.answered() + reserved.sum();
    }

    @Override
    public long failed() {
        return redis.failed() + turnedAway.sum();
    }

    @Override
    public long skipped() {
        return redis.skipped();
    }

    /** With its fraction: the interval of a high limit is not a whole number of them. */
    private static byte[] micros(long nanos) {
        return RedisScript.argument(Double.toString(nanos / 1000.0));
    }
}
