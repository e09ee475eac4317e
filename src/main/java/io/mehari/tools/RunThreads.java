package io.mehari.tools;

import io.mehari.call.ToolCall;
import io.netty.util.Timer;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The threads that work for one run of a tool route, mostly one, none while it waits without one. Interrupted at the limit
 * of the run, never for the work of another; one that hangs all the same is replaced. Safe for concurrent use.
 */
final class RunThreads {
    private static final Logger LOG = LoggerFactory.getLogger(RunThreads.class);

    /** How long after an interrupt a thread may still work. */
    private static final long GRACE_MILLIS = 1000;

    private final ToolCall call;
    private final String name;
    private final ToolThreads pool;
    private final Timer timer;
    private final Set<Thread> working = new HashSet<>(2);
    private final Set<Thread> interrupted = new HashSet<>(2);
    private final Set<Thread> hanging = new HashSet<>(2);

    /**
     * No threads yet.
     *
     * @param call that is run
     * @param pool where they come from
     * @param timer looks for those that hang
     */
    RunThreads(ToolCall call, ToolThreads pool, Timer timer) {
        this.call = call;
        this.name = call.server() + "/" + call.tool();
        this.pool = pool;
        this.timer = timer;
    }

    /**
     * Begins the run.
     *
     * @param work what it does first
     * @throws RejectedExecutionException if too many runs wait already
     */
    void start(Runnable work) {
        pool.start(name, () -> work(work));
    }

    /**
     * Continues the run.
     *
     * @param work what it does next
     */
    void proceed(Runnable work) {
        pool.proceed(name, () -> work(work));
    }

    private void work(Runnable work) {
        Thread thread = Thread.currentThread();
        synchronized (this) {
            working.add(thread);
        }
        try {
            work.run();
        } finally {
            release(thread);
        }
    }

    /** An interrupt for this run must not reach the next. */
    private synchronized void release(Thread thread) {
        working.remove(thread);
        Thread.interrupted();
        interrupted.remove(thread);
        if (hanging.remove(thread)) {
            pool.released(name);
            LOG.info("Request {}: the run of {} that hung has ended", requestId(), name);
        }
    }

    /**
     * Whether the calling thread works for this run.
     *
     * @return false on any other
     */
    synchronized boolean isMine() {
        return working.contains(Thread.currentThread());
    }

    /** Interrupts what works now, and looks a second later whether that has helped. */
    void interrupt() {
        synchronized (this) {
            if (working.isEmpty()) {
                return;
            }
            working.forEach(Thread::interrupt);
            interrupted.addAll(working);
        }
        try {
            timer.newTimeout(t -> findHanging(), GRACE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            findHanging(); // a timer that is full or stopped
        }
    }

    private synchronized void findHanging() {
        for (Thread thread : interrupted) {
            if (hanging.add(thread)) {
                LOG.warn(
                        "Request {}: thread {} still works for {} past its limit, although it was interrupted, and is"
                                + " replaced; {} of this tool hang. Give the steps of its route time limits of their own",
                        requestId(),
                        thread.getName(),
                        name,
                        pool.hangs(name));
            }
        }
    }

    private String requestId() {
        return call.context().requestId();
    }
}
