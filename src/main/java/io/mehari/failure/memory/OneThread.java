package io.mehari.failure.memory;

import io.mehari.thread.GatewayThread;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** One thread with a bounded queue, which ends after 30 s without work. Safe for concurrent use. */
final class OneThread {
    private final ThreadPoolExecutor executor;
    private final String name;
    private final int waiting;

    OneThread(String name, int waiting) {
        this.name = name;
        this.waiting = waiting;
        this.executor = new ThreadPoolExecutor(
                1, 1, 30, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), task -> new GatewayThread(task, name));
        executor.allowCoreThreadTimeOut(true);
    }

    /** Runs a task after those that wait; fails at once with {@link ErrorMemoryBusyException} if too many do. */
    <T> CompletableFuture<T> run(Supplier<T> task) {
        try {
            return CompletableFuture.supplyAsync(task, executor);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(new ErrorMemoryBusyException(name, waiting));
        }
    }

    void close(Duration within) {
        executor.shutdown();
        try {
            executor.awaitTermination(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
