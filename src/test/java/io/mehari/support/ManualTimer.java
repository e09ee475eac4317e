package io.mehari.support;

import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.TimerTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/** A timer whose time the test moves. Tasks run on the thread that moves it. */
public final class ManualTimer implements Timer {
    private final List<Entry> entries = new ArrayList<>();
    private long now = 1_000_000_000L;
    private boolean full;

    @Override
    public synchronized Timeout newTimeout(TimerTask task, long delay, TimeUnit unit) {
        if (full) {
            throw new RejectedExecutionException("The timer is full");
        }
        Entry entry = new Entry(task, now + unit.toNanos(Math.max(0, delay)));
        entries.add(entry);
        return entry;
    }

    /** Refuses every further task. */
    public synchronized void fill() {
        full = true;
    }

    /** The time, as {@link System#nanoTime()} would give it. */
    public synchronized long nanoTime() {
        return now;
    }

    /** Moves time on and runs what is due, in order. */
    public void advance(Duration by) {
        long until = nanoTime() + by.toNanos();
        for (Entry due = nextDue(until); due != null; due = nextDue(until)) {
            due.run();
        }
        synchronized (this) {
            now = until;
        }
    }

    /** Tasks that wait. */
    public synchronized int pending() {
        return entries.size();
    }

    /** Time until the next task; zero if there is none. */
    public synchronized Duration untilNext() {
        return entries.stream()
                .min(Comparator.comparingLong(entry -> entry.at))
                .map(entry -> Duration.ofNanos(entry.at - now))
                .orElse(Duration.ZERO);
    }

    @Override
    public synchronized Set<Timeout> stop() {
        full = true;
        Set<Timeout> left = new HashSet<>(entries);
        entries.clear();
        return left;
    }

    private synchronized Entry nextDue(long until) {
        Entry next = entries.stream()
                .min(Comparator.comparingLong(entry -> entry.at))
                .filter(entry -> entry.at <= until)
                .orElse(null);
        if (next != null) {
            entries.remove(next);
            now = Math.max(now, next.at);
        }
        return next;
    }

    private synchronized boolean remove(Entry entry) {
        return entries.remove(entry);
    }

    private final class Entry implements Timeout {
        private final TimerTask task;
        private final long at;
        private volatile boolean expired;
        private volatile boolean cancelled;

        Entry(TimerTask task, long at) {
            this.task = task;
            this.at = at;
        }

        void run() {
            expired = true;
            try {
                task.run(this);
            } catch (Exception e) {
                throw new IllegalStateException("A real timer would swallow this", e);
            }
        }

        @Override
        public Timer timer() {
            return ManualTimer.this;
        }

        @Override
        public TimerTask task() {
            return task;
        }

        @Override
        public boolean isExpired() {
            return expired;
        }

        @Override
        public boolean isCancelled() {
            return cancelled;
        }

        @Override
        public boolean cancel() {
            cancelled = remove(this);
            return cancelled;
        }
    }
}
