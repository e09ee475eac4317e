package io.mehari.endpoint.mcp.method;

import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.offer.ViewOffer;
import io.mehari.endpoint.mcp.offer.ViewOffers;
import io.mehari.protocol.ErrorCode;
import io.netty.util.Timer;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares the lists of a view before and after changes of the catalogues, and tells those who listen to the view about what
 * its clients see changed, and of nothing else. Safe for concurrent use.
 */
public final class ListChanges implements OfferChanges {
    /** Changes within this time are told once. */
    static final long QUIET_MILLIS = 50;

    private static final Logger LOG = LoggerFactory.getLogger(ListChanges.class);

    private final ViewOffers offers;
    private final Timer timer;
    private final Executor executor;
    private final int most;
    private final Map<McpView, Watched> watched = new ConcurrentHashMap<>();
    private final AtomicInteger listeners = new AtomicInteger();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    /** A view that has listeners. */
    private static final class Watched {
        final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
        volatile ViewOffer told;

        Watched(ViewOffer told) {
            this.told = told;
        }
    }

    /** By identity: one consumer may listen twice. */
    private static final class Listener {
        final Consumer<ListKind> consumer;

        Listener(Consumer<ListKind> consumer) {
            this.consumer = consumer;
        }
    }

    /**
     * Nobody listens yet.
     *
     * @param offers what views show
     * @param timer waits until changes have calmed down
     * @param executor makes the lists of views and tells listeners, one task at a time
     * @param most listeners at the same time
     */
    public ListChanges(ViewOffers offers, Timer timer, Executor executor, int most) {
        this.offers = offers;
        this.timer = timer;
        this.executor = executor;
        this.most = most;
    }

    @Override
    public Runnable listen(McpView view, Consumer<ListKind> listener) {
        if (listeners.incrementAndGet() > most) {
            listeners.decrementAndGet();
            throw McpErrorException.inBand(
                    ErrorCode.INTERNAL_ERROR,
                    "The gateway has " + most + " listeners for changes already (mehari.mcp.lists.listeners); try again"
                            + " later, or ask for the lists instead",
                    null);
        }
        Listener added = new Listener(listener);
        Watched joined = watched.compute(view, (key, known) -> {
            Watched there = known == null ? new Watched(offers.of(view)) : known;
            there.listeners.add(added);
            return there;
        });
        if (joined.told != offers.of(view)) {
            changed(); // between the first look and the entry into the map
        }
        return () -> remove(view, added);
    }

    private void remove(McpView view, Listener listener) {
        watched.computeIfPresent(view, (key, known) -> {
            if (known.listeners.remove(listener)) {
                listeners.decrementAndGet();
            }
            return known.listeners.isEmpty() ? null : known;
        });
    }

    /** The catalogues have changed. */
    public void changed() {
        if (!watched.isEmpty() && scheduled.compareAndSet(false, true)) {
            try {
                timer.newTimeout(timeout -> begin(), QUIET_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException | IllegalStateException e) {
                begin(); // a timer that is full or stopped
            }
        }
    }

    private void begin() {
        scheduled.set(false); // what changes from now on is told the next time
        try {
            executor.execute(this::tell);
        } catch (RejectedExecutionException e) {
            LOG.debug("The gateway is stopping: changes of lists are not told any more");
        }
    }

    private synchronized void tell() {
        watched.forEach((view, known) -> {
            try {
                tell(view, known);
            } catch (RuntimeException e) {
                LOG.warn("Clients of {} are not told that its lists have changed", view, e);
            }
        });
    }

    private void tell(McpView view, Watched known) {
        ViewOffer before = known.told;
        ViewOffer now = offers.of(view);
        known.told = now;
        for (ListKind kind : changed(before, now)) {
            for (Listener listener : known.listeners) {
                try {
                    listener.consumer.accept(kind);
                } catch (RuntimeException e) {
                    LOG.warn("A listener for changes of {} has failed", view, e);
                }
            }
        }
    }

    private static Set<ListKind> changed(ViewOffer before, ViewOffer now) {
        Set<ListKind> changed = EnumSet.noneOf(ListKind.class);
        for (ListKind kind : ListKind.values()) {
            if (!kind.lists().stream().allMatch(list -> now.showsSame(list, before))) {
                changed.add(kind);
            }
        }
        return changed;
    }
}
