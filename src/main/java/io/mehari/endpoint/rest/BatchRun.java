package io.mehari.endpoint.rest;

import io.mehari.call.ToolCallResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * Runs calls, a bounded number at a time, without a thread of its own. A call that ends immediately is followed by the
 * next in a loop, never by recursion. Safe for concurrent use, but started once.
 */
final class BatchRun {
    private final List<Supplier<CompletableFuture<ToolCallResult>>> calls;
    private final int atOnce;
    private final AtomicReferenceArray<ToolCallResult> results;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger open;
    private int next;

    /**
     * A run that has not started.
     *
     * @param calls start a call each; none of their futures ends exceptionally
     * @param atOnce most calls in progress
     */
    BatchRun(List<Supplier<CompletableFuture<ToolCallResult>>> calls, int atOnce) {
        this.calls = List.copyOf(calls);
        this.atOnce = atOnce;
        this.results = new AtomicReferenceArray<>(calls.size());
        this.open = new AtomicInteger(calls.size());
    }

    /**
     * Starts the run. Called once.
     *
     * @return ends when every call has ended; never exceptionally
     */
    CompletableFuture<Void> start() {
        if (calls.isEmpty()) {
            done.complete(null);
        } else {
            pump();
        }
        return done;
    }

    /**
     * The result of a call.
     *
     * @param index position of the call in the list
     * @return null before the run has ended
     */
    ToolCallResult result(int index) {
        return results.get(index);
    }

    /** One thread at a time starts calls; another that comes meanwhile only increments the number of requests. */
    private void pump() {
        if (requests.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        do {
            while (next < calls.size() && running.get() < atOnce) {
                running.incrementAndGet();
                int index = next++;
                calls.get(index).get().thenAccept(result -> ended(index, result));
            }
            seen = requests.addAndGet(-seen);
        } while (seen > 0);
    }

    private void ended(int index, ToolCallResult result) {
        results.set(index, result);
        running.decrementAndGet();
        if (open.decrementAndGet() == 0) {
            done.complete(null);
        } else {
            pump();
        }
    }
}
