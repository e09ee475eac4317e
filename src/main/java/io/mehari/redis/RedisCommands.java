package io.mehari.redis;

import io.mehari.text.Causes;
import io.mehari.text.DurationText;
import io.mehari.text.LogThrottle;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.redisson.api.RedissonClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commands to Redis for one purpose, none of which anybody waits for longer than a limit. After {@value OutageBreaker#FAILURES} failures in a row
 * Redis is left alone but for one trial a second, and at most {@value #MOST} commands are under way. Safe for concurrent use.
 */
public final class RedisCommands {
    /** Longest wait for an answer, which usually comes within a millisecond, where there is a way without it. */
    public static final Duration LIMIT = Duration.ofMillis(50);

    /** Longest wait where there is none, and the request would be refused. */
    public static final Duration PATIENT_LIMIT = Duration.ofSeconds(1);

    /** Commands under way, those included for which nobody waits any more. */
    static final int MOST = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(RedisCommands.class);

    private final String purpose;
    private final RedisConnection redis;
    private final Duration limit;
    private final Timer timer;
    private final AtomicInteger underWay = new AtomicInteger();
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder skipped = new LongAdder();
    private final LogThrottle failures = new LogThrottle();
    private volatile String lastFailure = "";
    private final OutageBreaker breaker;

    /**
     * Nothing was asked.
     *
     * @param purpose what for and what is done without, for the log: {@code rate limits; calls are counted in this process alone}
     * @param redis the connection
     * @param limit longest wait for an answer, {@link #LIMIT} or {@link #PATIENT_LIMIT}
     * @param timer ends waits
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    public RedisCommands(String purpose, RedisConnection redis, Duration limit, Timer timer, LongSupplier nanoTime) {
        this.purpose = purpose;
        this.redis = redis;
        this.limit = limit;
        this.timer = timer;
        this.breaker = new OutageBreaker(nanoTime);
    }

    /**
     * Asks Redis. Never blocks.
     *
     * @param <T> of the answer
     * @param command begins the command; not called while Redis is left alone
     * @return the answer, on a thread of Redis's client or of the timer; within the limit exceptionally as
     *     {@link RedisUnavailableException}: the command may be run even so
     */
    public <T> CompletableFuture<T> ask(Function<RedissonClient, CompletionStage<T>> command) {
        return ask(1, command);
    }

    /**
     * Asks Redis several questions by one command. Never blocks.
     *
     * @param <T> of the answer
     * @param questions how many; each is counted
     * @param command begins the command; not called while Redis is left alone
     * @return as {@link #ask(Function)}
     */
    public <T> CompletableFuture<T> ask(int questions, Function<RedissonClient, CompletionStage<T>> command) {
        if (!breaker.admits()) {
            skipped.add(questions);
            return CompletableFuture.failedFuture(new RedisUnavailableException(lastFailure));
        }
        Optional<RedissonClient> client = redis.client();
        if (client.isEmpty()) {
            return notAsked(questions, redis.problem().orElse("the connection is closed"));
        }
        if (underWay.incrementAndGet() > MOST) {
            underWay.decrementAndGet();
            return notAsked(questions, MOST + " commands are under way");
        }
        CompletableFuture<T> answer = new CompletableFuture<>();
        Timeout alarm;
        try {
            alarm = timer.newTimeout(
                    due -> fail(questions, answer, "no answer within " + DurationText.of(limit)),
                    limit.toNanos(),
                    TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            underWay.decrementAndGet();
            return notAsked(questions, "no timer is left to end the wait"); // without an alarm it would have no bound
        }
        begin(questions, command, client.get(), answer, alarm);
        return answer;
    }

    private <T> void begin(
            int questions,
            Function<RedissonClient, CompletionStage<T>> command,
            RedissonClient client,
            CompletableFuture<T> answer,
            Timeout alarm) {
        try {
            command.apply(client).whenComplete((value, failure) -> {
                underWay.decrementAndGet();
                alarm.cancel();
                if (failure != null) {
                    fail(questions, answer, RedisFailures.text(failure));
                } else if (answer.complete(value)) {
                    succeeded(questions);
                }
            });
        } catch (RuntimeException e) {
            underWay.decrementAndGet();
            alarm.cancel();
            fail(questions, answer, Causes.of(e));
        }
    }

    /**
     * What is wrong with Redis now.
     *
     * @return a few words; empty while it answers
     */
    public Optional<String> problem() {
        return breaker.isOpen() ? Optional.of(lastFailure) : Optional.empty();
    }

    /**
     * Questions that Redis has answered in time.
     *
     * @return since the start
     */
    public long answered() {
        return answered.sum();
    }

    /**
     * Questions that failed or were answered too late.
     *
     * @return since the start
     */
    public long failed() {
        return failed.sum();
    }

    /**
     * Questions that were not sent, since Redis had not answered the last ones.
     *
     * @return since the start
     */
    public long skipped() {
        return skipped.sum();
    }

    private <T> CompletableFuture<T> notAsked(int questions, String why) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        fail(questions, answer, why);
        return answer;
    }

    private void fail(int questions, CompletableFuture<?> answer, String why) {
        if (answer.isDone()) {
            return;
        }
        lastFailure = why;
        failed.add(questions);
        for (int i = 0; i < Math.min(questions, OutageBreaker.FAILURES); i++) {
            breaker.failed();
        }
        long times = failures.occurred();
        if (times > 0) {
            LOG.warn("Redis for {}: {} ({} so far)", purpose, why, times);
        }
        answer.completeExceptionally(new RedisUnavailableException(why));
    }

    private void succeeded(int questions) {
        answered.add(questions);
        if (breaker.succeeded()) {
            LOG.info("Redis answers again");
        }
    }
}
