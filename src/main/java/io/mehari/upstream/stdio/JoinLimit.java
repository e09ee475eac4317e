package io.mehari.upstream.stdio;

import io.mehari.upstream.lifecycle.ServerMemory;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How long a process may take until it is ready. Launchers such as npx and uvx download at the first start, and one that is
 * killed meanwhile begins anew or leaves a broken cache behind: each attempt that runs out doubles the next one, and one
 * that speaks on its stderr is let go on, both up to five minutes. For one attempt.
 */
final class JoinLimit {
    private static final Logger LOG = LoggerFactory.getLogger(JoinLimit.class);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration SPEAKING = Duration.ofSeconds(10);

    private final String server;
    private final Duration longest;
    private final Duration limit;
    private final ServerMemory memory;
    private final Timer timer;
    private final LongSupplier nanoTime;
    private final Supplier<OptionalLong> lastSign;
    private long begun;
    private Timeout due;
    private boolean ended;

    /**
     * A limit that is not running.
     *
     * @param first of the first attempt; a longer one than five minutes holds for all
     * @param memory knows how many attempts ran out
     * @param nanoTime the time, as {@link System#nanoTime()} gives it
     * @param lastSign when the process last wrote something, in the same time
     */
    JoinLimit(
            String server,
            Duration first,
            ServerMemory memory,
            Timer timer,
            LongSupplier nanoTime,
            Supplier<OptionalLong> lastSign) {
        this.server = server;
        this.longest = first.compareTo(LONGEST) > 0 ? first : LONGEST;
        this.limit = doubled(first, memory.slowStarts());
        this.memory = memory;
        this.timer = timer;
        this.nanoTime = nanoTime;
        this.lastSign = lastSign;
    }

    private Duration doubled(Duration first, int times) {
        Duration grown = first;
        for (int i = 0; i < times && grown.compareTo(longest) < 0; i++) {
            grown = grown.multipliedBy(2);
        }
        return grown.compareTo(longest) > 0 ? longest : grown;
    }

    /**
     * From now on the time counts.
     *
     * @param over notified of what went wrong, to stand behind the server's name
     */
    synchronized void start(Consumer<String> over) {
        begun = nanoTime.getAsLong();
        wait(limit.toNanos(), over);
    }

    /** The time counts no more. */
    synchronized void end() {
        ended = true;
        if (due != null) {
            due.cancel();
        }
    }

    private void wait(long nanos, Consumer<String> over) {
        due = timer.newTimeout(timeout -> look(over), nanos, TimeUnit.NANOSECONDS);
    }

    private void look(Consumer<String> over) {
        long elapsed;
        synchronized (this) {
            if (ended) {
                return;
            }
            long now = nanoTime.getAsLong();
            elapsed = now - begun;
            OptionalLong sign = lastSign.get();
            long silent = sign.isPresent() ? now - sign.getAsLong() : Long.MAX_VALUE;
            long left = longest.toNanos() - elapsed;
            if (silent < SPEAKING.toNanos() && left > 0) {
                wait(Math.min(SPEAKING.toNanos() - silent, left), over);
                return;
            }
            ended = true;
        }
        memory.startedTooSlowly();
        long seconds = TimeUnit.NANOSECONDS.toSeconds(elapsed);
        LOG.warn(
                "Upstream {} did not complete initialize and tools/list within {} s (timeout.connect); its process is ended"
                        + " and started again, and may take {} s then",
                server,
                seconds,
                doubled(limit, 1).toSeconds());
        over.accept("did not complete initialize and tools/list within " + seconds + " s (timeout.connect)");
    }
}
