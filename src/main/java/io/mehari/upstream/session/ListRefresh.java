package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.upstream.lifecycle.RequestFailedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Reads a list again when it changed: one reading at a time, changes meanwhile count as one. Safe for concurrent use.
 */
final class ListRefresh {
    private final Supplier<CompletableFuture<List<ObjectNode>>> listing;
    private final Consumer<List<ObjectNode>> onRead;
    private final Consumer<RequestFailedException> onFailure;
    private boolean running;
    private boolean again;

    /**
     * A refresh that has read nothing.
     *
     * @param listing begins one reading
     * @param onRead takes the list of each reading
     * @param onFailure takes the reason why a reading brought none
     */
    ListRefresh(
            Supplier<CompletableFuture<List<ObjectNode>>> listing,
            Consumer<List<ObjectNode>> onRead,
            Consumer<RequestFailedException> onFailure) {
        this.listing = listing;
        this.onRead = onRead;
        this.onFailure = onFailure;
    }

    /** The list changed, or was never read. Never waits. */
    void changed() {
        synchronized (this) {
            again = running;
            if (running) {
                return;
            }
            running = true;
        }
        read();
    }

    private void read() {
        listing.get().whenComplete((entries, failure) -> {
            if (failure == null) {
                onRead.accept(entries);
            } else {
                onFailure.accept(RequestFailedException.of(failure));
            }
            if (next()) {
                read();
            }
        });
    }

    private synchronized boolean next() {
        running = again;
        again = false;
        return running;
    }
}
