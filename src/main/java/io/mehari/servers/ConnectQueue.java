package io.mehari.servers;

import io.mehari.upstream.Upstream;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * Starts upstreams side by side, but a limited number at a time: fifty processes that start at once are slower than ten
 * after ten. An upstream counts until it is ready or has failed its first attempts, and never longer than a bound, so
 * that one which hangs does not keep the others waiting. Holds at most the upstreams it was given; safe for
 * concurrent use.
 */
public final class ConnectQueue {
    /** After what time a server that still joins makes room for the next; it may take much longer to become ready. */
    public static final Duration LONGEST = Duration.ofSeconds(20);

    private final int atOnce;
    private final Duration longest;
    private final Timer timer;
    private final Queue<Upstream> waiting = new ArrayDeque<>();
    private final Map<Upstream, Timeout> joining = new IdentityHashMap<>();
    private boolean closed;
    private boolean starting;

    /**
     * A queue with nothing in it.
     *
     * @param atOnce most upstreams joining at a time
     * @param longest time after which one that still joins does not count any more
     * @param timer for that time; its tasks never block
     */
    public ConnectQueue(int atOnce, Duration longest, Timer timer) {
        this.atOnce = atOnce;
        this.longest = longest;
        this.timer = timer;
    }

    /** Starts them in this order, as many as may be; returns immediately. Starts none once the queue is closed. */
    void start(List<Upstream> upstreams) {
        synchronized (this) {
            if (closed) {
                return;
            }
            waiting.addAll(upstreams);
        }
        startNext();
    }

    /** The upstream is not to be started any more, or does not count if it was. */
    void withdraw(Upstream upstream) {
        synchronized (this) {
            waiting.remove(upstream);
        }
        settled(upstream);
    }

    /** The upstream does not join any more, whatever came of it. */
    void settled(Upstream upstream) {
        synchronized (this) {
            Timeout bound = joining.remove(upstream);
            if (bound == null) {
                return;
            }
            bound.cancel();
        }
        startNext();
    }

    /** Starts nothing from now on. */
    synchronized void close() {
        closed = true;
        waiting.clear();
        joining.values().forEach(Timeout::cancel);
        joining.clear();
    }

    /** An upstream may settle while it is started: whoever is at it already goes on with the next. */
    private void startNext() {
        Upstream next = take(false);
        try {
            while (next != null) {
                next.start();
                next = take(true);
            }
        } finally {
            if (next != null) {
                startFailed();
            }
        }
    }

    /** A start has thrown: the next one to settle goes on. */
    private synchronized void startFailed() {
        starting = false;
    }

    private synchronized Upstream take(boolean again) {
        if (starting && !again) {
            return null;
        }
        Upstream next = joining.size() < atOnce ? waiting.poll() : null;
        starting = next != null;
        if (starting) {
            Upstream begun = next;
            joining.put(begun, timer.newTimeout(timeout -> settled(begun), longest.toNanos(), TimeUnit.NANOSECONDS));
        }
        return next;
    }
}
