package io.mehari.security;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.security.AccessDecision.Denied;
import io.mehari.security.SecuritySettings.Throttle;
import io.netty.util.Timer;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts requests whose API key is unknown, tells addresses that show too many to wait, and tells the log: the first at
 * once, later ones together, once a minute at most. What was sent as a key is never kept, and who shows a right key is
 * never told to wait. Safe for concurrent use.
 */
public final class FailedKeys {
    /** Shortest time between two lines of the log. */
    static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private static final Logger LOG = LoggerFactory.getLogger(FailedKeys.class);

    private final LongSupplier nanoClock;
    private final Optional<Timer> timer;
    private final Throttle throttle;
    private final FailureTable table;
    private final long start;
    private final AtomicLong all = new AtomicLong();
    private final AtomicLong throttled = new AtomicLong();
    private final AtomicLong told = new AtomicLong();
    private final AtomicLong toldThrottled = new AtomicLong();
    private final AtomicLong nextLine;
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile InetAddress last;

    /**
     * Nothing has failed; the default throttle.
     *
     * @param nanoClock {@link System#nanoTime()}, or a test's own
     */
    public FailedKeys(LongSupplier nanoClock) {
        this(nanoClock, Throttle.DEFAULT, Optional.empty());
    }

    /**
     * Nothing has failed.
     *
     * @param nanoClock {@link System#nanoTime()}, or a test's own
     * @param throttle from when on an address has to wait
     * @param timer tells the log of the last ones; without it they are told with the next one
     */
    public FailedKeys(LongSupplier nanoClock, Throttle throttle, Optional<Timer> timer) {
        this.nanoClock = nanoClock;
        this.timer = timer;
        this.throttle = throttle;
        this.table = new FailureTable(throttle.failures(), new SecureRandom().nextLong());
        this.start = nanoClock.getAsLong();
        this.nextLine = new AtomicLong(start);
    }

    /**
     * Counts the request if it shows an unknown key.
     *
     * @param decision of {@link AccessRules#decide}
     * @param peer address that the request comes from; null if it is not known
     * @return the decision; RATE_LIMITED instead of UNAUTHENTICATED after too many unknown keys from there
     */
    public AccessDecision count(AccessDecision decision, InetAddress peer) {
        if (!decision.unknownKey()) {
            return decision;
        }
        long age = nanoClock.getAsLong() - start;
        long window = throttle.window().toNanos();
        long failures = throttle.failures() == 0 ? 0 : table.add(peer, age / window);
        boolean waits = failures > throttle.failures() && decision instanceof Denied;
        if (waits) {
            throttled.incrementAndGet();
        }
        add(peer);
        return waits ? tooMany(Duration.ofNanos(window - age % window)) : decision;
    }

    private static Denied tooMany(Duration rest) {
        return new Denied(
                new Rejected(
                        Outcome.RATE_LIMITED,
                        "Too many requests with unknown API keys have come from this address. Use a key that is configured:"
                                + " one is answered at any time, unknown ones again later",
                        Optional.of(rest)),
                DenialCause.THROTTLED,
                List.of());
    }

    private void add(InetAddress peer) {
        last = peer;
        all.incrementAndGet();
        long next = nextLine.get();
        long now = nanoClock.getAsLong();
        if (now - next >= 0) {
            if (nextLine.compareAndSet(next, now + QUIET_NANOS)) {
                tell();
            }
        } else if (!due.get() && timer.isPresent() && due.compareAndSet(false, true)) {
            tellAt(timer.get(), next - now);
        }
    }

    private void tellAt(Timer clock, long nanos) {
        try {
            clock.newTimeout(timeout -> tellRest(), nanos, TimeUnit.NANOSECONDS);
        } catch (IllegalStateException | RejectedExecutionException e) {
            due.set(false); // the gateway is stopping, or has better things to do: they are told with the next one
        }
    }

    /** Those after which none came that would have told of them. */
    private void tellRest() {
        due.set(false);
        if (all.get() > told.get()) {
            nextLine.set(nanoClock.getAsLong() + QUIET_NANOS);
            tell();
        }
    }

    private void tell() {
        long count = all.get();
        long waiting = throttled.get();
        InetAddress peer = last;
        LOG.warn(
                "Requests with an unknown API key: {} since the last such line ({} of them answered 429), {} since the"
                        + " start; the last came from {}",
                count - told.getAndSet(count),
                waiting - toldThrottled.getAndSet(waiting),
                count,
                peer == null ? "an unknown address" : peer.getHostAddress());
    }

    /**
     * How many there were.
     *
     * @return since the start
     */
    public long count() {
        return all.get();
    }
}
