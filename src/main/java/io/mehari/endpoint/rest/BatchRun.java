package io.mehari.endpoint.rest;

import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs calls, a bounded number at a time, without a thread of its own. A call that ends immediately is followed by the
 * next in a loop, never by recursion. Ends whatever its calls do or throw: early calls when their results take too much
 * room, and all of them by {@link #endAll}. Safe for concurrent use, but started once.
 */
final class BatchRun {
    private static final Logger LOG = LoggerFactory.getLogger(BatchRun.class);
    private static final ToolCallResult FAILED = Failed.internal("The call of a batch failed");
    private static final Duration LATER = Duration.ofSeconds(1);

    private final List<Supplier<CompletableFuture<ToolCallResult>>> calls;
    private final int atOnce;
    private final BatchRoom room;
    private final ToolCallResult[] results;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private final AtomicInteger requests = new AtomicInteger();
    private int running;
    private int open;
    private int next;

    /**
     * A run that has not started.
     *
     * @param calls start a call each
     * @param atOnce most calls in progress
     * @param room decides which results are kept
     */
    BatchRun(List<Supplier<CompletableFuture<ToolCallResult>>> calls, int atOnce, BatchRoom room) {
        this.calls = List.copyOf(calls);
        this.atOnce = atOnce;
        this.room = room;
        this.results = new ToolCallResult[calls.size()];
        this.open = calls.size();
    }

    /**
     * Starts the run. Called once.
     *
     * @return ends when every call has its result; never exceptionally
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
    synchronized ToolCallResult result(int index) {
        return results[index];
    }

    /** Ends the run: calls in progress are too late, those that have not begun are not begun any more. */
    void endAll() {
        synchronized (this) {
            skipRest(Failed.limited(
                    "",
                    "The call was not sent: its batch has taken as long as it may. Send it in another batch",
                    LATER));
            for (int i = 0; i < results.length; i++) {
                if (results[i] == null) {
                    results[i] =
                            Failed.timedOut("", "The call had not ended when its batch had taken as long as it may");
                    open--;
                }
            }
        }
        completeIfAllEnded();
    }

    /** One thread at a time starts calls; another that comes meanwhile only increments the number of requests. */
    private void pump() {
        if (requests.getAndIncrement() > 0) {
            return;
        }
        int seen = 1;
        do {
            for (int index = claim(); index >= 0; index = claim()) {
                begin(index);
            }
            seen = requests.addAndGet(-seen);
        } while (seen > 0);
    }

    private synchronized int claim() {
        if (next == calls.size() || running == atOnce) {
            return -1;
        }
        running++;
        return next++;
    }

    private void begin(int index) {
        try {
            calls.get(index).get().whenComplete((result, failure) -> ended(index, result, failure));
        } catch (Throwable e) { // whatever it is, the others are waited for
            ended(index, null, e);
        }
    }

    private void ended(int index, ToolCallResult result, Throwable failure) {
        ToolCallResult kept = FAILED;
        try {
            kept = failure == null && result != null ? keep(result) : failed(failure);
        } catch (Throwable e) { // as above
            LOG.error("A result of a batch could not be kept", e);
        } finally {
            settle(index, kept);
        }
        pump();
    }

    private static ToolCallResult failed(Throwable failure) {
        LOG.error("A call of a batch failed", failure);
        return FAILED;
    }

    private ToolCallResult keep(ToolCallResult result) {
        if (room.take(result)) {
            return result;
        }
        synchronized (this) {
            skipRest(room.unavailable());
        }
        return room.dropped();
    }

    private void settle(int index, ToolCallResult result) {
        synchronized (this) {
            running--;
            if (results[index] == null) {
                results[index] = result;
                open--;
            }
        }
        completeIfAllEnded();
    }

    private void skipRest(ToolCallResult result) {
        for (; next < results.length; next++) {
            results[next] = result;
            open--;
        }
    }

    private void completeIfAllEnded() {
        boolean all;
        synchronized (this) {
            all = open == 0;
        }
        if (all) {
            done.complete(null);
        }
    }
}
