package io.mehari.history.change;

import io.mehari.history.change.RefusedFilesException.Reason;
import io.mehari.thread.GatewayThread;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Does what reads and writes files, on a thread of its own that ends without work. Safe for concurrent use. */
final class ChangeWorker implements Executor, AutoCloseable {
    /** Requests that wait; more are refused. */
    private static final int MOST_WAITING = 16;

    private static final long IDLE_SECONDS = 30;
    private static final long CLOSE_SECONDS = 10;

    private final ThreadPoolExecutor worker;

    /** Has no thread yet. */
    ChangeWorker() {
        worker = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MOST_WAITING),
                task -> new GatewayThread(task, "mehari-changes"));
        worker.allowCoreThreadTimeOut(true);
    }

    /**
     * Does something, after what was asked for before.
     *
     * @return ends with {@link RefusedFilesException} if it cannot be done
     */
    <T> CompletableFuture<T> run(Callable<T> work) {
        try {
            return CompletableFuture.supplyAsync(() -> done(work), worker);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.failedFuture(RefusedFilesException.of(
                    Reason.UNAVAILABLE, "too many changes wait already, or the gateway is stopping: try again"));
        }
    }

    /**
     * Does something, after what was asked for before.
     *
     * @param work must not throw
     * @throws RejectedExecutionException if too much waits, or the gateway is stopping
     */
    @Override
    public void execute(Runnable work) {
        worker.execute(work);
    }

    private static <T> T done(Callable<T> work) {
        try {
            return work.call();
        } catch (IOException e) {
            throw RefusedFilesException.of(Reason.UNAVAILABLE, "files cannot be read or written: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RefusedFilesException.of(Reason.UNAVAILABLE, "the gateway is stopping");
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CompletionException(e);
        }
    }

    /** A change under way is waited for, within a bound. */
    @Override
    public void close() {
        worker.shutdown();
        try {
            if (!worker.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                worker.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
