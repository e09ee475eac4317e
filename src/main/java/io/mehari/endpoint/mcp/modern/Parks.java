package io.mehari.endpoint.mcp.modern;

import io.mehari.call.ParkedCalls;
import io.mehari.network.ByteBudget;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Calls that servers have asked something about and whose clients hold the state to answer. Bounded, of each caller too;
 * how those ended that are over is remembered for a while. Safe for concurrent use; no method waits.
 */
final class Parks implements ParkedCalls, AutoCloseable {
    /** Ends that are remembered; the oldest is forgotten. */
    private static final int MOST_REMEMBERED = 10_000;

    /** How a call that waited here has ended. */
    enum End {
        /** Its client has its answer. */
        ANSWERED,
        /** Its client did not come back in time. */
        EXPIRED,
        /** The gateway stops. */
        STOPPED
    }

    private final ParkSettings settings;
    private final Timer timer;
    private final ByteBudget budget;
    private final Map<String, OpenCall> open = new HashMap<>();
    private final Map<String, Integer> ofCaller = new HashMap<>();
    private final Map<String, End> ended = new LinkedHashMap<>();
    private boolean closed;

    /**
     * No calls yet.
     *
     * @param timer ends those whose client does not come back; its tasks never block
     * @param budget of the results that wait for their clients
     */
    Parks(ParkSettings settings, Timer timer, ByteBudget budget) {
        this.settings = settings;
        this.budget = budget;
        this.timer = timer;
    }

    /** Takes a call in, unless there are too many. */
    synchronized boolean admit(String name, OpenCall call) {
        int own = ofCaller.getOrDefault(call.principal(), 0);
        if (closed || open.size() >= settings.max() || own >= settings.maxOfCaller()) {
            return false;
        }
        open.put(name, call);
        ofCaller.put(call.principal(), own + 1);
        return true;
    }

    synchronized Optional<OpenCall> find(String name) {
        return Optional.ofNullable(open.get(name));
    }

    /** How a call has ended; empty if that is forgotten, or was never known. */
    synchronized Optional<End> endOf(String name) {
        return Optional.ofNullable(ended.get(name));
    }

    /** A call is over. */
    synchronized void remove(String name, End end) {
        OpenCall call = open.remove(name);
        if (call == null) {
            return;
        }
        ofCaller.computeIfPresent(call.principal(), (caller, count) -> count > 1 ? count - 1 : null);
        if (ended.size() >= MOST_REMEMBERED) {
            ended.remove(ended.keySet().iterator().next());
        }
        ended.put(name, end);
    }

    /** Calls that wait for their client. */
    synchronized int size() {
        return open.size();
    }

    /** For a result that waits. */
    ByteBudget.Share share() {
        return budget.share();
    }

    long mostKept() {
        return budget.limit();
    }

    Duration expiry() {
        return settings.expiry();
    }

    /** Runs a task later; at once if the timer takes no more. */
    Timeout later(Runnable task, Duration delay) {
        return timer.newTimeout(timeout -> task.run(), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public int of(String server) {
        return (int) all().stream().filter(call -> call.waitsFor(server)).count();
    }

    private synchronized List<OpenCall> all() {
        return new ArrayList<>(open.values());
    }

    /** Ends all calls that wait: their servers get an error, their clients are told when they come back. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        all().forEach(call -> call.giveUp(End.STOPPED));
    }
}
