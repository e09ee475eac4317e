package io.mehari.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import ch.qos.logback.core.spi.AppenderAttachable;
import ch.qos.logback.core.spi.AppenderAttachableImpl;
import java.lang.ref.Reference;
import java.lang.ref.WeakReference;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Bounds what failures that come again and again write: of each kind (logger, exceptions, place) one stack trace a
 * minute, {@value #LINES} further lines without it, and then a count. Ends the process where what is logged means that
 * it must end. Stands between one logger and its appenders: a filter that Logback asks before it looks at the level
 * would be asked by each of Camel's steps whether it may trace. Safe for concurrent use.
 */
final class RepeatedErrors extends UnsynchronizedAppenderBase<ILoggingEvent>
        implements AppenderAttachable<ILoggingEvent> {
    /** Lines of one kind a minute, besides the one with the stack trace. */
    static final int LINES = 20;

    /** Kinds remembered; all are forgotten when there are more. */
    private static final int KINDS = 500;

    private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

    /** What this thread logs at the moment, if its stack trace was logged a moment ago. */
    private static final ThreadLocal<Reference<Throwable>> REPETITION = new ThreadLocal<>();

    private final AppenderAttachableImpl<ILoggingEvent> behind = new AppenderAttachableImpl<>();
    private final Logger own;
    private final Map<String, Kind> kinds = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private final AtomicLong nextReport;

    /**
     * Nothing was logged.
     *
     * @param own names what it says itself
     * @param nanos the time
     */
    RepeatedErrors(Logger own, LongSupplier nanos) {
        this.own = own;
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
    protected void append(ILoggingEvent event) {
        boolean warns = event.getLevel().isGreaterOrEqual(Level.WARN);
        Throwable failure = event.getThrowableProxy() instanceof ThrowableProxy proxy ? proxy.getThrowable() : null;
        if (failure instanceof Error || failure != null && warns) {
            FatalErrors.endIfFatal(failure);
        }
        report();
        if (failure == null || !warns || isWanted(event.getLoggerName(), failure)) {
            behind.appendLoopOnAppenders(event);
        }
    }

    private boolean isWanted(String logger, Throwable failure) {
        if (StartFailures.explainsIt(logger, failure)) {
            return false;
        }
        if (kinds.size() >= KINDS) {
            kinds.clear();
        }
        int times = kinds.computeIfAbsent(kindOf(logger, failure), Kind::new).occurred(nanos.getAsLong());
        if (times == 1) {
            REPETITION.remove();
            return true;
        }
        REPETITION.set(new WeakReference<>(failure));
        return times <= LINES + 1;
    }

    /** Once a minute, with whatever is logged then: what was left out. */
    private void report() {
        long now = nanos.getAsLong();
        long due = nextReport.get();
        if (now - due >= 0 && nextReport.compareAndSet(due, now + MINUTE)) {
            kinds.values().forEach(kind -> {
                int leftOut = kind.leftOut(now);
                if (leftOut > 0) {
                    say(leftOut + " more failures of this kind were not logged: " + kind.name);
                }
            });
        }
    }

    private void say(String text) {
        behind.appendLoopOnAppenders(
                new LoggingEvent(RepeatedErrors.class.getName(), own, Level.WARN, text, null, null));
    }

    /** Its appenders end with it. */
    @Override
    public void stop() {
        behind.detachAndStopAllAppenders();
        super.stop();
    }

    @Override
    public void addAppender(Appender<ILoggingEvent> appender) {
        behind.addAppender(appender);
    }

    @Override
    public Iterator<Appender<ILoggingEvent>> iteratorForAppenders() {
        return behind.iteratorForAppenders();
    }

    @Override
    public Appender<ILoggingEvent> getAppender(String wanted) {
        return behind.getAppender(wanted);
    }

    @Override
    public boolean isAttached(Appender<ILoggingEvent> appender) {
        return behind.isAttached(appender);
    }

    @Override
    public void detachAndStopAllAppenders() {
        behind.detachAndStopAllAppenders();
    }

    @Override
    public boolean detachAppender(Appender<ILoggingEvent> appender) {
        return behind.detachAppender(appender);
    }

    @Override
    public boolean detachAppender(String wanted) {
        return behind.detachAppender(wanted);
    }

    private static String kindOf(String logger, Throwable failure) {
        Throwable root = failure;
        for (int depth = 0; root.getCause() != null && depth < 50; depth++) {
            root = root.getCause();
        }
        StackTraceElement[] trace = root.getStackTrace();
        return logger + ", " + failure.getClass().getName()
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
