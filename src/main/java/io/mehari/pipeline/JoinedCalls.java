package io.mehari.pipeline;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Calls that no tier of the cache could answer and that run now, by the keys of their results, and the calls alike that wait for one of
 * them. A call that runs may end without a result: then each of those that wait makes its own try. Safe for concurrent use.
 */
final class JoinedCalls {
    /** Most calls that wait; more run by themselves. */
    static final int MAX_WAITING = 10_000;

    private final ConcurrentMap<String, Running> running = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();

    /** A call that runs, for those that are like it. */
    final class Running {
        private final String key;
        private List<Consumer<Optional<ObjectNode>>> followers = new ArrayList<>(1);

        private Running(String key) {
            this.key = key;
        }

        /** The call has ended, however; those who still wait make their own try. May be called twice. */
        void ended() {
            end(Optional.empty());
        }

        /**
         * Ends a wait before the call has ended.
         *
         * @param follower as it was given to {@link #join}
         */
        void leave(Consumer<Optional<ObjectNode>> follower) {
            synchronized (this) {
                if (followers == null || !followers.remove(follower)) {
                    return;
                }
            }
            waiting.decrementAndGet();
        }

        private synchronized boolean add(Consumer<Optional<ObjectNode>> follower) {
            if (followers == null) {
                return false;
            }
            if (waiting.incrementAndGet() > MAX_WAITING) {
                waiting.decrementAndGet();
                return false;
            }
            return followers.add(follower);
        }

        private void end(Optional<ObjectNode> result) {
            running.remove(key, this);
            List<Consumer<Optional<ObjectNode>>> all;
            synchronized (this) {
                all = followers;
                followers = null;
            }
            if (all != null) {
                waiting.addAndGet(-all.size());
                all.forEach(follower -> follower.accept(result));
            }
        }
    }

    /**
     * Begins a call, or finds the one that runs already.
     *
     * @param key of its result
     * @param begun takes the call if it is the first; it must be ended
     * @return the one that runs already; null if this is the first
     */
    Running begin(String key, Consumer<Running> begun) {
        Running mine = new Running(key);
        Running other = running.putIfAbsent(key, mine);
        if (other == null) {
            begun.accept(mine);
        }
        return other;
    }

    /**
     * Waits for a call.
     *
     * @param other that runs
     * @param follower is given its result, on its thread and once, or nothing where it ended without
     * @return false if it has ended meanwhile, or too many wait: the follower is given nothing then
     */
    static boolean join(Running other, Consumer<Optional<ObjectNode>> follower) {
        return other.add(follower);
    }

    /**
     * A call has succeeded: those that wait are given its result.
     *
     * @param key of its result
     * @param result read-only
     */
    void succeeded(String key, ObjectNode result) {
        Running known = running.get(key);
        if (known != null) {
            known.end(Optional.of(result));
        }
    }

    /** How many calls wait. */
    int waiting() {
        return waiting.get();
    }

    /** How many calls run that others can wait for. */
    int running() {
        return running.size();
    }
}
