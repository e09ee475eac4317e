package io.mehari.monitoring;

import io.mehari.thread.GatewayThread;
import io.netty.util.concurrent.FastThreadLocal;
import io.netty.util.concurrent.FastThreadLocalThread;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds steps of routes that block threads which serve many calls: event loops, readers of servers, the timer. Such a step
 * is logged with its route and file, counted, and shown in {@code /health} as {@code event-loops}. Each of these threads
 * notes which step it is in; a thread of the watch's own looks at the notes. Safe for concurrent use.
 */
public final class StepWatch implements HealthCheck, AutoCloseable {
    /** How long a step may keep such a thread. */
    static final Duration LIMIT = Duration.ofSeconds(1);

    /** How long after the last step that blocked the gateway counts as degraded. */
    static final Duration REMEMBERED = Duration.ofMinutes(1);

    private static final long LOOK_MILLIS = 250;
    private static final Logger LOG = LoggerFactory.getLogger(StepWatch.class);

    private final FastThreadLocal<Note> notes = new FastThreadLocal<>() {
        @Override
        protected Note initialValue() {
            return noteOf(Thread.currentThread());
        }
    };
    private final Note blank = new Note(null);
    private final Set<Note> watched = ConcurrentHashMap.newKeySet();
    private final AtomicLong times = new AtomicLong();
    private final LongSupplier nanoTime;
    private final Clock clock;
    private final ScheduledExecutorService looker;
    private volatile Sighting last;

    /** One step that blocked. */
    private record Sighting(WatchedStep step, String thread, Instant at) {}

    /** Which step a thread is in. Written by that thread alone; the fields of the looker by the looker. */
    public static final class Note {
        private final Thread thread;
        private final AtomicReference<WatchedStep> step = new AtomicReference<>();
        private final AtomicLong changes = new AtomicLong();
        private WatchedStep seenStep;
        private long seenChanges;
        private long seenSince;
        private boolean reported;

        private Note(Thread thread) {
            this.thread = thread;
        }

        /**
         * A step begins on the calling thread.
         *
         * @param begun the step
         * @return what to give to {@link #leave}
         */
        public WatchedStep enter(WatchedStep begun) {
            if (thread == null) {
                return null;
            }
            WatchedStep around = step.getPlain();
            change(begun);
            return around;
        }

        /**
         * A step has given the calling thread back.
         *
         * @param around what {@link #enter} gave
         */
        public void leave(WatchedStep around) {
            if (thread != null) {
                change(around);
            }
        }

        private void change(WatchedStep now) {
            step.lazySet(now);
            changes.lazySet(changes.getPlain() + 1);
        }
    }

    /**
     * A watch that looks when it is told.
     *
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     * @param clock stamps sightings
     */
    StepWatch(LongSupplier nanoTime, Clock clock) {
        this(nanoTime, clock, null);
    }

    private StepWatch(LongSupplier nanoTime, Clock clock, ScheduledExecutorService looker) {
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.looker = looker;
    }

    /**
     * A watch that looks four times a second, on a thread of its own.
     *
     * @param clock stamps sightings
     * @return to be closed
     */
    public static StepWatch started(Clock clock) {
        ScheduledExecutorService looker =
                Executors.newSingleThreadScheduledExecutor(task -> new GatewayThread(task, "mehari-step-watch"));
        StepWatch watch = new StepWatch(System::nanoTime, clock, looker);
        looker.scheduleWithFixedDelay(watch::lookSafely, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        return watch;
    }

    /**
     * The note of the calling thread.
     *
     * @return one that keeps nothing where the thread may block
     */
    public Note note() {
        return notes.get();
    }

    private Note noteOf(Thread thread) {
        if (!servesMany(thread)) {
            return blank;
        }
        Note note = new Note(thread);
        watched.add(note);
        return note;
    }

    /** Event loops and timers of Netty's making, those of camel-netty, and readers of servers that are processes. */
    private static boolean servesMany(Thread thread) {
        String name = thread.getName();
        return thread instanceof FastThreadLocalThread
                || name.startsWith("mehari-stdio-")
                || name.contains("TCPWorker");
    }

    private void lookSafely() {
        try {
            look();
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn("The watch over steps could not look", e);
        }
    }

    /** Looks at every note, and reports each step that has kept its thread too long, once. */
    void look() {
        long now = nanoTime.getAsLong();
        watched.removeIf(note -> !note.thread.isAlive());
        watched.forEach(note -> look(note, now));
    }

    private void look(Note note, long now) {
        long changes = note.changes.getAcquire();
        WatchedStep step = note.step.getAcquire();
        if (step == null || step != note.seenStep || changes != note.seenChanges) {
            note.seenStep = step;
            note.seenChanges = changes;
            note.seenSince = now;
            note.reported = false;
            return;
        }
        if (now - note.seenSince >= LIMIT.toNanos()) {
            last = new Sighting(step, note.thread.getName(), clock.instant());
            if (!note.reported) {
                note.reported = true;
                report(step, note.thread);
            }
        }
    }

    private void report(WatchedStep step, Thread thread) {
        times.incrementAndGet();
        long toLog = step.blocked();
        if (toLog > 0) {
            LOG.warn(
                    "{} blocks thread {}, which serves many calls, for more than {} s ({} so far): put \"threads\" before"
                            + " it, or move it into a tool route",
                    step,
                    thread.getName(),
                    LIMIT.toSeconds(),
                    toLog);
        }
    }

    @Override
    public String name() {
        return "event-loops";
    }

    @Override
    public Condition check() {
        Sighting seen = last;
        if (seen == null) {
            return Condition.HEALTHY;
        }
        Instant now = clock.instant();
        boolean past = seen.at().plus(REMEMBERED).isBefore(now) || now.isBefore(seen.at()); // which was set back
        return new Condition(
                past,
                "Steps of routes have blocked threads that serve many calls, " + times.get() + " times since the start;"
                        + " the last was " + seen.step() + " on " + seen.thread() + " at " + seen.at()
                        + ": put \"threads\" before it, or move it into a tool route");
    }

    /** Ends the thread that looks. */
    @Override
    public void close() {
        if (looker != null) {
            looker.shutdownNow();
        }
    }
}
