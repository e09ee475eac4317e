package io.mehari.tools;

import io.mehari.thread.GatewayThread;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntConsumer;

/**
 * The threads on which tool routes run, since those may block. One tool never has all of them: what it has beyond its
 * share waits in a line of its own, so that a tool whose runs hang does not stop the others. A run that has begun goes
 * before those that have not. A thread that hangs past the limit of its run is replaced. Safe for concurrent use.
 */
public final class ToolThreads implements AutoCloseable {
    /** How many of the threads one tool may have, in quarters; and of the queue. */
    private static final int SHARE = 3;

    private static final int QUARTERS = 4;
    private static final int IDLE_SECONDS = 30;

    /** Most threads in place of those that hang, as a multiple of the usual number. */
    private static final int REPLACEMENTS = 4;

    private final Executor pool;
    private final IntConsumer resize;
    private final Runnable shutdown;
    private final int threads;
    private final int queue;
    private final Map<String, Line> lines = new HashMap<>();
    private int running;
    private int waitingStarts;
    private int hanging;

    /** Tasks of one tool. Guarded by the threads they belong to. */
    private static final class Line {
        private final Deque<Task> waiting = new ArrayDeque<>();
        private int running;
        private int waitingStarts;
        private int hanging;

        boolean isEmpty() {
            return running == 0 && hanging == 0 && waiting.isEmpty();
        }
    }

    private record Task(Runnable work, boolean start) {}

    /**
     * Threads that somebody else has.
     *
     * @param pool runs tasks
     * @param resize told how many threads there should be, whenever that changes
     * @param shutdown ends the pool
     * @param threads usual number of threads, at least 1
     * @param queue most runs that wait for one
     */
    ToolThreads(Executor pool, IntConsumer resize, Runnable shutdown, int threads, int queue) {
        this.pool = pool;
        this.resize = resize;
        this.shutdown = shutdown;
        this.threads = threads;
        this.queue = queue;
    }

    /**
     * Threads named {@code mehari-tool-n}, which end after 30 s without work.
     *
     * @param threads number of threads, at least 1; up to five times as many while others hang
     * @param queue most runs that wait for one
     * @return to be closed
     */
    public static ToolThreads of(int threads, int queue) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads * (1 + REPLACEMENTS),
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(), // bounded by the share of each tool
                task -> new GatewayThread(task, "mehari-tool-" + number.incrementAndGet()));
        pool.allowCoreThreadTimeOut(true);
        return new ToolThreads(pool, pool::setCorePoolSize, pool::shutdownNow, threads, queue);
    }

    /**
     * Begins a run when there is a thread for it.
     *
     * @param tool the tool, by its name among all
     * @param task must not throw
     * @throws RejectedExecutionException if too many runs wait already, of all tools or of this one; or too many runs
     *     of this tool hang
     */
    void start(String tool, Runnable task) {
        synchronized (this) {
            Line line = lines.computeIfAbsent(tool, name -> new Line());
            if (isFull(line)) {
                forgetIfEmpty(tool, line);
                throw new RejectedExecutionException();
            }
            if (line.running >= share(threads)) {
                line.waiting.addLast(new Task(task, true));
                line.waitingStarts++;
                waitingStarts++;
                return;
            }
            took(line);
        }
        execute(tool, task);
    }

    private boolean isFull(Line line) {
        if (line.hanging >= share(threads)) {
            return true;
        }
        int idle = Math.max(0, size() - running);
        boolean atOnce = idle > 0 && line.running < share(threads);
        return !atOnce
                && (running + waitingStarts >= size() + queue || line.waitingStarts >= queue - queue / QUARTERS + idle);
    }

    private void took(Line line) {
        line.running++;
        running++;
    }

    private static int share(int whole) {
        return Math.max(1, whole * SHARE / QUARTERS);
    }

    /**
     * Continues a run that has begun, before others begin. Never refused: each run has been let in by {@link #start}.
     *
     * @param tool the tool, by its name among all
     * @param task must not throw
     */
    void proceed(String tool, Runnable task) {
        synchronized (this) {
            Line line = lines.computeIfAbsent(tool, name -> new Line());
            if (line.running >= share(threads)) {
                line.waiting.addFirst(new Task(task, false));
                return;
            }
            took(line);
        }
        execute(tool, task);
    }

    private void execute(String tool, Runnable task) {
        Runnable whole = () -> {
            try {
                task.run();
            } finally {
                next(tool);
            }
        };
        try {
            pool.execute(whole);
        } catch (RejectedExecutionException e) {
            whole.run(); // the gateway is stopping, but the call must end all the same
        }
    }

    private void next(String tool) {
        Task next;
        synchronized (this) {
            Line line = lines.get(tool);
            line.running--;
            running--;
            next = line.waiting.pollFirst();
            if (next == null) {
                forgetIfEmpty(tool, line);
                return;
            }
            if (next.start()) {
                line.waitingStarts--;
                waitingStarts--;
            }
            took(line);
        }
        execute(tool, next.work());
    }

    private void forgetIfEmpty(String tool, Line line) {
        if (line.isEmpty()) {
            lines.remove(tool);
        }
    }

    /**
     * A thread hangs past the limit of its run: another takes its place, within a bound, until {@link #released}.
     *
     * @param tool whose run it is
     * @return how many threads of this tool hang now
     */
    synchronized int hangs(String tool) {
        Line line = lines.computeIfAbsent(tool, name -> new Line());
        hanging++;
        line.hanging++;
        resize.accept(size());
        return line.hanging;
    }

    /**
     * A thread that hung has ended its task.
     *
     * @param tool whose run it was
     */
    synchronized void released(String tool) {
        Line line = lines.get(tool);
        hanging--;
        line.hanging--;
        resize.accept(size());
        forgetIfEmpty(tool, line);
    }

    private int size() {
        return threads + Math.min(hanging, threads * REPLACEMENTS);
    }

    /**
     * Runs that have a thread, those that hang not counted.
     *
     * @return from 0
     */
    public synchronized int running() {
        return running;
    }

    /**
     * Runs that wait for their first thread.
     *
     * @return from 0
     */
    public synchronized int waiting() {
        return waitingStarts;
    }

    /**
     * Tools of which threads hang past the limit of their run.
     *
     * @return how many by tool; a copy
     */
    public synchronized Map<String, Integer> hanging() {
        Map<String, Integer> found = new TreeMap<>();
        lines.forEach((tool, line) -> {
            if (line.hanging > 0) {
                found.put(tool, line.hanging);
            }
        });
        return found;
    }

    /** Interrupts what runs; nothing begins any more. */
    @Override
    public void close() {
        shutdown.run();
    }
}
