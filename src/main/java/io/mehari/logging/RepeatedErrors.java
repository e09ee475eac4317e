package io.mehari.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.EventArgUtil;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Marker;

/**
 * Bounds what failures that come again and again write: of each kind (logger, exceptions, place) one stack trace a
 * minute, {@value #LINES} further lines without it, and then a count. Ends the process where what is logged means that
 * it must end. Safe for concurrent use.
 */
final class RepeatedErrors extends TurboFilter {
    /** Lines of one kind a minute, besides the one with the stack trace. */
    static final int LINES = 20;

    /** Kinds remembered; all are forgotten when there are more. */
    private static final int KINDS = 500;

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    /** What this thread logs at the moment, if its stack trace was logged a moment ago. */
    private static final ThreadLocal<Reference<Throwable>> REPETITION = new ThreadLocal<>();

    private final Map<String, Kind> kinds = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private final AtomicLong nextReport;

    RepeatedErrors(LongSupplier nanos) {
        this.nanos = nanos;
        this.nextReport = new AtomicLong(nanos.getAsLong() + MINUTE);
    }

    static boolean isRepetition(IThrowableProxy thrown) {
        Reference<Throwable> repetition = REPETITION.get();
        return repetition != null
                && thrown instanceof ThrowableProxy proxy
                && repetition.refersTo(proxy.getThrowable());
    }

    @Override
    public FilterReply decide(
            Marker marker, Logger logger, Level level, String format, Object[] arguments, Throwable thrown) {
        Throwable failure = thrown != null || arguments == null ? thrown : EventArgUtil.extractThrowable(arguments);
        if (failure instanceof Error || failure != null && level.levelInt >= Level.WARN_INT) {
            FatalErrors.endIfFatal(failure); // also at levels that are not logged
        }
        if (level.levelInt < Level.INFO_INT || level.levelInt < logger.getEffectiveLevel().levelInt) {
            return FilterReply.NEUTRAL;
        }
        report(logger);
        if (failure == null || level.levelInt < Level.WARN_INT) {
            return FilterReply.NEUTRAL;
        }
        return StartFailures.explainsIt(logger.getName(), failure) ? FilterReply.DENY : decide(logger, failure);
    }

    private FilterReply decide(Logger logger, Throwable failure) {
        if (kinds.size() >= KINDS) {
            kinds.clear();
        }
        int times = kinds.computeIfAbsent(kindOf(logger, failure), Kind::new).occurred(nanos.getAsLong());
        if (times == 1) {
            REPETITION.remove();
            return FilterReply.NEUTRAL;
        }
        REPETITION.set(new WeakReference<>(failure));
        return times <= LINES + 1 ? FilterReply.NEUTRAL : FilterReply.DENY;
    }

    /** Once a minute, with whatever is logged then: what was left out. */
    private void report(Logger logger) {
        long now = nanos.getAsLong();
        long due = nextReport.get();
        if (now - due >= 0 && nextReport.compareAndSet(due, now + MINUTE)) {
            Logger log = logger.getLoggerContext().getLogger(RepeatedErrors.class);
            kinds.values().forEach(kind -> {
                int leftOut = kind.leftOut(now);
                if (leftOut > 0) {
                    log.warn("{} more failures of this kind were not logged: {}", leftOut, kind.name);
                }
            });
        }
    }

    private static String kindOf(Logger logger, Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 50; depth++) {
            root = root.getCause();
        }
        StackTraceElement[] trace = root.getStackTrace();
        return logger.getName() + ", " + failure.getClass().getName()
                + (root == failure ? "" : ", " + root.getClass().getName())
                + (trace.length == 0 ? "" : " at " + trace[0]);
    }

    /** One kind of failure. */
    private static final class Kind {
        private final String name;
        private long since;
        private int times;
        private int unsaid;

        Kind(String name) {
            this.name = name;
        }

        /** How often in this minute, with this time. */
        synchronized int occurred(long now) {
            if (times == 0 || now - since >= MINUTE) {
                since = now;
                times = 0;
            }
            if (++times > LINES + 1) {
                unsaid++;
            }
            return times;
        }

        synchronized int leftOut(long now) {
            int count = unsaid;
            unsaid = 0;
            return count;
        }
    }
}
