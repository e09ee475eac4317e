package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.upstream.lifecycle.RequestFailedException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the list of tools again when it changed: one reading at a time, changes meanwhile count as one. */
final class ToolRefresh {
    private static final Logger LOG = LoggerFactory.getLogger(ToolRefresh.class);

    private final String server;
    private final Supplier<CompletableFuture<List<ObjectNode>>> listing;
    private final Consumer<List<ObjectNode>> onRead;
    private boolean running;
    private boolean again;

    ToolRefresh(
            String server, Supplier<CompletableFuture<List<ObjectNode>>> listing, Consumer<List<ObjectNode>> onRead) {
        this.server = server;
        this.listing = listing;
        this.onRead = onRead;
    }

    /** The list changed. Never waits. */
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
        listing.get().whenComplete((tools, failure) -> {
            if (failure == null) {
                onRead.accept(tools);
            } else {
                String reason = RequestFailedException.of(failure).getMessage();
                LOG.warn("Upstream {} {}; its tools stay as they were", server, reason);
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
