package io.mehari.upstream.replica;

import io.netty.util.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connects replicas again one after the other, so that calls go on: the next one when the one before is ready, or has not
 * become so within a bound. Those that are not ready are connected again immediately. Safe for concurrent use.
 */
final class RollingRestart {
    private static final Logger LOG = LoggerFactory.getLogger(RollingRestart.class);
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final Timer timer;
    private final Map<Replica, CompletableFuture<Void>> awaited = new ConcurrentHashMap<>();

    RollingRestart(Timer timer) {
        this.timer = timer;
    }

    /**
     * Begins it; the others follow by themselves.
     *
     * @return ends when the first attempts have begun
     */
    CompletableFuture<Void> begin(List<Replica> replicas) {
        List<Replica> ready = replicas.stream().filter(Replica::isReady).toList();
        CompletableFuture<?>[] now = replicas.stream()
                .filter(replica -> !ready.contains(replica))
                .map(replica -> replica.upstream().restart())
                .toArray(CompletableFuture[]::new);
        CompletableFuture<Void> first =
                ready.isEmpty() ? CompletableFuture.completedFuture(null) : restart(ready.get(0));
        CompletableFuture<Void> rolling = first;
        for (int i = 1; i < ready.size(); i++) {
            Replica before = ready.get(i - 1);
            Replica next = ready.get(i);
            rolling = rolling.thenCompose(done -> untilReady(before)).thenCompose(done -> restart(next));
        }
        rolling.whenComplete((done, failure) -> {
            if (failure != null) {
                LOG.warn("Not all replicas were connected again: {}", failure.toString());
            }
        });
        return CompletableFuture.allOf(CompletableFuture.allOf(now), first);
    }

    private CompletableFuture<Void> restart(Replica replica) {
        awaited.put(replica, new CompletableFuture<>());
        return replica.upstream().restart();
    }

    private CompletableFuture<Void> untilReady(Replica replica) {
        CompletableFuture<Void> ready = awaited.getOrDefault(replica, CompletableFuture.completedFuture(null));
        try {
            timer.newTimeout(due -> ready.complete(null), LONGEST.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            ready.complete(null); // a timer that is full or stopped
        }
        return ready;
    }

    /** A replica is ready. */
    void ready(Replica replica) {
        CompletableFuture<Void> waiting = awaited.remove(replica);
        if (waiting != null) {
            waiting.complete(null);
        }
    }
}
