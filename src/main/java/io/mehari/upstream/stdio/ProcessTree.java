package io.mehari.upstream.stdio;

import io.netty.util.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process and what it started. Descendants are remembered by pid and start time, so that those that outlive their
 * parent are found again, and no stranger that got a reused pid is touched; orphans that were never seen before are
 * found by their {@link ProcessMark}.
 *
 * <p>Ends everything step by step without a waiting thread: by itself (its stdin was closed), SIGTERM, SIGKILL.
 */
final class ProcessTree {
    private static final Logger LOG = LoggerFactory.getLogger(ProcessTree.class);
    private static final long POLL_MILLIS = 20;
    private static final Duration KILL_GRACE = Duration.ofSeconds(5);

    private final ProcessHandle root;
    private final ProcessMark mark;
    private final Timer timer;
    private final StdioLimits limits;
    private final Set<ProcessHandle> known = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    ProcessTree(ProcessHandle root, ProcessMark mark, Timer timer, StdioLimits limits) {
        this.root = root;
        this.mark = mark;
        this.timer = timer;
        this.limits = limits;
        known.add(root);
    }

    /** Remembers the descendants there are now, of every process remembered so far, and those that bear the mark. */
    void snapshot() {
        for (ProcessHandle handle : Set.copyOf(known)) {
            if (handle.isAlive()) {
                handle.descendants().forEach(known::add);
            }
        }
        mark.bearers().forEach(known::add);
    }

    /** Ends the tree. Called once, after stdin was closed. The future ends when no process is left. */
    CompletableFuture<Void> end() {
        snapshot();
        if (root.isAlive()) {
            await(limits.closeGrace(), this::terminate);
        } else {
            terminate();
        }
        return gone;
    }

    private void terminate() {
        signal(ProcessHandle::destroy);
        await(limits.terminateGrace(), this::kill);
    }

    private void kill() {
        signal(ProcessHandle::destroyForcibly);
        await(KILL_GRACE, this::abandon);
    }

    private void abandon() {
        LOG.warn("Processes {} survive SIGKILL; they are left to the operating system", known);
        gone.complete(null);
    }

    private void signal(Consumer<ProcessHandle> signal) {
        snapshot();
        known.forEach(signal);
    }

    private void await(Duration limit, Runnable otherwise) {
        poll(limit.toMillis() / POLL_MILLIS, otherwise);
    }

    private void poll(long polls, Runnable otherwise) {
        known.removeIf(this::isGone);
        if (known.isEmpty()) {
            mark.bearers().forEach(known::add);
        }
        if (known.isEmpty()) {
            gone.complete(null);
        } else if (polls <= 0) {
            otherwise.run();
        } else {
            timer.newTimeout(timeout -> poll(polls - 1, otherwise), POLL_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** An orphan that was ended and not yet reaped by its new parent has no command any more; ours are reaped. */
    private boolean isGone(ProcessHandle handle) {
        return !handle.isAlive()
                || (!handle.equals(root) && handle.info().command().isEmpty());
    }
}
