package io.mehari.cache;

import io.netty.util.Timer;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A store of which nothing is read that is to be removed, however long the removal takes: what it could not remove it still owes, and
 * tries again every second, one at a time. Of too many removals together everything is removed. Safe for concurrent use.
 */
final class OwedRemovals implements TierStore {
    /** Most removals that are owed. */
    static final int MAX_OWED = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(OwedRemovals.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final TierStore store;
    private final Timer timer;
    private final Map<CacheScope, Long> owed = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private volatile boolean closed;

    /**
     * Owes nothing.
     *
     * @param store closed with this
     * @param timer for the pauses
     */
    OwedRemovals(TierStore store, Timer timer) {
        this.store = store;
        this.timer = timer;
    }

    /** Whether what stands under a key is to be removed. */
    boolean owes(String key) {
        return !owed.isEmpty() && owed.keySet().stream().anyMatch(scope -> scope.contains(key));
    }

    /** How many removals are owed, those on their way included. */
    int owed() {
        return owed.size();
    }

    @Override
    public CompletionStage<byte[]> read(String key) {
        return store.read(key).thenApply(found -> owes(key) ? null : found);
    }

    @Override
    public CompletionStage<Void> write(String key, byte[] bytes, Duration ttl) {
        return store.write(key, bytes, ttl);
    }

    /** Ends as the first attempt does. */
    @Override
    public CompletionStage<Void> remove(CacheScope scope) {
        boolean tooMany = owed.size() >= MAX_OWED;
        CacheScope owing = tooMany ? CacheScope.ALL : scope;
        Long number = numbers.incrementAndGet();
        owed.put(owing, number);
        if (tooMany) {
            owed.keySet().removeIf(each -> !each.equals(CacheScope.ALL));
        }
        return attempt(owing, number);
    }

    private CompletionStage<Void> attempt(CacheScope scope, Long number) {
        CompletionStage<Void> removed;
        try {
            removed = store.remove(scope);
        } catch (RuntimeException e) {
            removed = CompletableFuture.failedFuture(e);
        }
        return removed.whenComplete((done, failure) -> {
            if (failure == null) {
                owed.remove(scope, number); // unless it is to be removed once more
            } else {
                later();
            }
        });
    }

    private void later() {
        if (closed || !waiting.compareAndSet(false, true)) {
            return;
        }
        try {
            timer.newTimeout(
                    due -> {
                        waiting.set(false);
                        next();
                    },
                    PAUSE.toNanos(),
                    TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            waiting.set(false);
            LOG.debug("What could not be removed is not tried again", e);
        }
    }

    /** What is on its way for the first time may be tried twice. */
    private void next() {
        Iterator<Map.Entry<CacheScope, Long>> all = owed.entrySet().iterator();
        if (closed || !all.hasNext()) {
            return;
        }
        Map.Entry<CacheScope, Long> first = all.next();
        attempt(first.getKey(), first.getValue()).thenRun(this::next);
    }

    @Override
    public void close() {
        closed = true;
        store.close();
    }
}
