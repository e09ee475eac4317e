package io.mehari.servers;

import io.mehari.text.Causes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Which change of the servers waits for which: one can be seen before the next begins, and of one server a change is complete,
 * its former connection drained and stopped, before the next begins. A connection that drains for long holds up no other
 * server. Holds no thread while a change waits; safe for concurrent use.
 */
final class ChangeTurns {
    /** Changes that are under way or wait, those whose former connections drain as well. */
    private static final int MOST = 16;

    /** The last change of each server that is not complete. */
    private final Map<String, CompletableFuture<Void>> incomplete = new HashMap<>();

    /** Ends when the last change that has begun can be seen. */
    private CompletableFuture<Void> shown = CompletableFuture.completedFuture(null);

    private int count;
    private boolean closed;

    /** A change of servers. */
    @FunctionalInterface
    interface Change {
        /**
         * Carries it out.
         *
         * @return ends when the change can be seen, with a future that ends when it is complete
         */
        CompletableFuture<CompletableFuture<Void>> carryOut();
    }

    /**
     * Carries a change out when its turn comes.
     *
     * @param names servers that it is about
     * @param change made when its turn comes; either may throw
     * @return ends when it is complete, or as it failed; with {@link IllegalStateException} if there are too many
     */
    CompletableFuture<Void> take(Set<String> names, Supplier<? extends Change> change) {
        CompletableFuture<?>[] before;
        CompletableFuture<Void> complete = new CompletableFuture<>();
        synchronized (this) {
            if (closed || count >= MOST) {
                return CompletableFuture.failedFuture(new IllegalStateException(
                        closed ? "The gateway is stopping" : "Too many changes of the servers wait already"));
            }
            count++;
            before =
                    names.stream().map(incomplete::get).filter(Objects::nonNull).toArray(CompletableFuture[]::new);
            names.forEach(name -> incomplete.put(name, complete));
        }
        CompletableFuture.allOf(before)
                .handle((done, failure) -> begin(change))
                .thenCompose(ends -> ends)
                .whenComplete((done, failure) -> end(names, complete, failure));
        return complete;
    }

    /** No change begins to wait any more. */
    synchronized void close() {
        closed = true;
    }

    private CompletableFuture<Void> begin(Supplier<? extends Change> change) {
        CompletableFuture<Void> seen = new CompletableFuture<>();
        CompletableFuture<Void> before;
        synchronized (this) {
            before = shown;
            shown = seen;
        }
        return before.thenCompose(done -> change.get().carryOut())
                .whenComplete((ends, failure) -> seen.complete(null))
                .thenCompose(ends -> ends);
    }

    private void end(Set<String> names, CompletableFuture<Void> change, Throwable failure) {
        synchronized (this) {
            count--;
            names.forEach(name -> incomplete.remove(name, change));
        }
        if (failure == null) {
            change.complete(null);
        } else {
            change.completeExceptionally(Causes.unwrapped(failure));
        }
    }
}
