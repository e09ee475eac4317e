package io.mehari.capacity;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * So many callers for so long, each of which calls again as soon as it is answered. Calls that are on their way at the end
 * are waited for and not counted. Run once.
 */
final class LoadStep {
    private static final double NANOS = 1e9;
    private static final long NANOS_OF_MICRO = 1_000;

    private final int callers;
    private final Duration length;
    private final Supplier<CompletableFuture<String>> call;
    private final LongSupplier nanoTime;
    private final LatencyHistogram times = new LatencyHistogram();
    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    private volatile long began;

    /**
     * @param call makes a call, whose future ends with the code of its outcome
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    LoadStep(int callers, Duration length, Supplier<CompletableFuture<String>> call, LongSupplier nanoTime) {
        this.callers = callers;
        this.length = length;
        this.call = call;
        this.nanoTime = nanoTime;
    }

    /** Begins; ends when the last call has ended. */
    CompletableFuture<Void> run() {
        began = nanoTime.getAsLong();
        CompletableFuture<?>[] running = new CompletableFuture<?>[callers];
        for (int i = 0; i < callers; i++) {
            running[i] = new CompletableFuture<>();
            next((CompletableFuture<?>) running[i]);
        }
        return CompletableFuture.allOf(running);
    }

    /** On the thread of the answer before; a call that ends immediately is followed in a loop, not in a recursion. */
    private void next(CompletableFuture<?> ended) {
        while (nanoTime.getAsLong() - began < length.toNanos()) {
            long sent = nanoTime.getAsLong();
            CompletableFuture<String> answer = call.get();
            if (!answer.isDone()) {
                answer.whenComplete((outcome, failure) -> {
                    count(outcome, sent);
                    next(ended);
                });
                return;
            }
            count(answer.join(), sent);
        }
        ended.complete(null);
    }

    private void count(String outcome, long sent) {
        long now = nanoTime.getAsLong();
        if (now - began <= length.toNanos()) {
            times.add((now - sent) / NANOS_OF_MICRO);
            outcomes.computeIfAbsent(outcome, code -> new LongAdder()).increment();
        }
    }

    /** What there is so far. */
    StepResult result() {
        double seconds = Math.min(nanoTime.getAsLong() - began, length.toNanos()) / NANOS;
        Map<String, Long> counted = new HashMap<>();
        outcomes.forEach((code, count) -> counted.put(code, count.sum()));
        double succeeded = counted.getOrDefault(StepResult.SUCCESS, 0L);
        return new StepResult(
                callers,
                seconds,
                counted.values().stream().mapToLong(Long::longValue).sum(),
                seconds <= 0 ? 0 : succeeded / seconds,
                times.millisAt(0.5),
                times.millisAt(0.9),
                times.millisAt(0.99),
                times.maxMillis(),
                counted);
    }
}
