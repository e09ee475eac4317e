package io.mehari.upstream.lifecycle;

import io.mehari.call.ToolCallResult.Failed;
import io.mehari.text.PrintableText;
import io.mehari.upstream.UpstreamState;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The states of an upstream and every step from one to the next. One connection at a time: the next attempt begins
 * when nothing of the last one is left. Tries indefinitely until stopped.
 *
 * <p>Steps are taken under one lock; what follows from them (calls sent or failed, processes started) happens after
 * it was released. Reading takes no lock.
 */
final class Lifecycle {
    /** Shortest time from a failed attempt to the next one that a call may begin before the back-off would. */
    private static final Duration CALL_PAUSE = Duration.ofSeconds(1);

    private static final int MAX_REASON = 2_000;

    private static final String RESTARTED = "was connected again by request";

    private final String server;
    private final ConnectionLimits limits;
    private final Timer timer;
    private final Clock clock;
    private final RestartBackoff backoff;
    private final Supplier<Connection> connections;
    private final WaitingCalls waiting;
    private final OrderedEvents<UpstreamState> states;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile Phase phase;

    /** The next attempt, null once it has begun or is void: it knows the last connection, which is not needed then. */
    private Timeout retry;

    /** When a call may begin the next attempt; what the server itself asked to wait for holds. */
    private Instant onCall = Instant.MAX;

    Lifecycle(
            String server,
            ConnectionLimits limits,
            Timer timer,
            Clock clock,
            RestartBackoff backoff,
            Supplier<Connection> connections,
            Consumer<UpstreamState> onState) {
        this.server = server;
        this.limits = limits;
        this.timer = timer;
        this.clock = clock;
        this.backoff = backoff;
        this.connections = connections;
        this.waiting = new WaitingCalls(server, limits, timer);
        this.states = new OrderedEvents<>(onState);
        this.phase = Phase.first(clock.instant());
    }

    Phase phase() {
        return phase;
    }

    /** NEW to JOINING. */
    void start() {
        Phase seen = phase;
        if (seen.state() == UpstreamState.NEW) {
            attempt(seen);
        }
    }

    /** Begins to connect, unless something else was decided since the attempt was planned. */
    private void attempt(Phase planned) {
        Connection next = connections.get();
        synchronized (this) {
            if (!phase.equals(planned)) {
                return;
            }
            retry = null;
            move(phase.joining(next, clock.instant()));
        }
        states.deliver();
        next.open();
    }

    /** JOINING to READY; the calls that waited are sent. */
    void ready(Connection connection) {
        List<PendingCall> calls;
        synchronized (this) {
            if (phase.connection() != connection || phase.ending() || phase.state() != UpstreamState.JOINING) {
                return;
            }
            move(phase.ready(clock.instant()));
            calls = waiting.drain();
        }
        states.deliver();
        calls.forEach(this::submit);
    }

    /**
     * To JOINING if the next attempt is immediate, otherwise to WAITING, where no call waits.
     *
     * @param atLeast shortest pause before the next attempt
     */
    Duration lost(Connection connection, String cause, Duration atLeast) {
        String reason = bounded(cause);
        List<PendingCall> calls;
        Duration pause;
        Phase planned;
        synchronized (this) {
            if (phase.connection() != connection || phase.ending()) {
                return Duration.ZERO;
            }
            Instant now = clock.instant();
            if (wasGood(connection, now)) {
                backoff.reset();
            }
            pause = longer(backoff.next(), atLeast);
            planned = phase.lost(reason, connection.lastWords(), now, now.plus(pause));
            onCall = now.plus(longer(CALL_PAUSE, atLeast));
            move(planned);
            calls = pause.isZero() ? List.of() : waiting.drain();
        }
        states.deliver();
        Failed failure = CallFailures.waiting(server, reason, pause);
        calls.forEach(call -> call.expire(failure));
        attemptAfter(connection, pause, planned);
        return pause;
    }

    /**
     * From READY or WAITING to JOINING: ends the connection and attempts again as soon as it is gone. An attempt that
     * is on its way is that attempt. Back-off begins again. The future ends when the attempt has begun; fails with an
     * {@link IllegalStateException} where nothing was started, or all was stopped.
     */
    CompletableFuture<Void> restart() {
        Phase seen;
        Phase planned;
        synchronized (this) {
            seen = phase;
            if (seen.state() == UpstreamState.NEW || seen.state() == UpstreamState.STOPPED) {
                return CompletableFuture.failedFuture(new IllegalStateException("Upstream " + server
                        + (seen.state() == UpstreamState.NEW ? " has not been started yet" : " was stopped")));
            }
            backoff.reset();
            if (seen.state() == UpstreamState.JOINING) {
                return seen.ending() ? seen.connection().gone() : CompletableFuture.completedFuture(null);
            }
            Instant now = clock.instant();
            planned = seen.lost(RESTARTED, "", now, now);
            move(planned);
        }
        states.deliver();
        cancelRetry();
        CompletableFuture<Void> gone =
                seen.ending() ? seen.connection().gone() : seen.connection().stop();
        return gone.thenRun(() -> attempt(planned));
    }

    private static String bounded(String cause) {
        return PrintableText.of(cause.length() > MAX_REASON ? cause.substring(0, MAX_REASON) + "..." : cause);
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private boolean wasGood(Connection connection, Instant now) {
        boolean stable = phase.state() == UpstreamState.READY
                && phase.since().plus(limits.stableAfter()).isBefore(now);
        return stable || connection.hasAnsweredCall();
    }

    private void attemptAfter(Connection last, Duration pause, Phase planned) {
        last.gone().thenRun(pause.isZero() ? () -> attempt(planned) : () -> attemptLater(pause, planned));
    }

    /** A timer that was not cancelled in time finds that its attempt is not the planned one any more. */
    private synchronized void attemptLater(Duration pause, Phase planned) {
        if (phase.equals(planned)) {
            retry = timer.newTimeout(timeout -> attempt(planned), pause.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    /** To STOPPED, for good. The future ends when the last connection is gone. */
    CompletableFuture<Void> stop() {
        Connection last;
        List<PendingCall> calls;
        synchronized (this) {
            if (phase.state() == UpstreamState.STOPPED) {
                return stopped;
            }
            last = phase.connection();
            move(phase.stopped(clock.instant()));
            calls = waiting.drain();
        }
        states.deliver();
        calls.forEach(call -> call.expire(CallFailures.notRunning(server, "was stopped")));
        cancelRetry();
        CompletableFuture<Void> gone = last == null ? CompletableFuture.completedFuture(null) : last.stop();
        gone.thenRun(() -> stopped.complete(null));
        return stopped;
    }

    private synchronized void cancelRetry() {
        if (retry != null) {
            retry.cancel();
            retry = null;
        }
    }

    /** Sends the call, lets it wait, or fails it, as the state wants; looks again where the state moved meanwhile. */
    void submit(PendingCall call) {
        boolean settled = false;
        while (!settled) {
            Phase seen = phase;
            settled = (seen.state() == UpstreamState.READY && seen.connection().submit(call)) || settle(call, seen);
        }
    }

    private boolean settle(PendingCall call, Phase seen) {
        if (seen.state() != UpstreamState.WAITING && seen.state() != UpstreamState.STOPPED) {
            call.size(limits.queuedBytes()); // it is going to wait: measured here, for the lock is not held that long
        }
        Optional<Failed> refusal;
        Phase now;
        synchronized (this) {
            if (!phase.equals(seen)) {
                return false;
            }
            now = attemptOnCall(seen);
            refusal = waitOrRefuse(call, now);
        }
        refusal.ifPresent(call::expire);
        begin(now, seen);
        return true;
    }

    /** A caller waits elsewhere, and would take this server as well. */
    void wanted() {
        Phase seen;
        Phase now;
        synchronized (this) {
            seen = phase;
            now = attemptOnCall(seen);
        }
        begin(now, seen);
    }

    private void begin(Phase planned, Phase seen) {
        if (!planned.equals(seen)) {
            states.deliver();
            cancelRetry();
            attemptAfter(planned.connection(), Duration.ZERO, planned);
        }
    }

    /**
     * From WAITING to JOINING, because a caller wants the server now and it may be back: the pauses of the back-off are
     * for servers no one asks for. At most one attempt a second, whatever the number of calls. A clock that was set back
     * since the loss ends the pause, which would last as long as it was set back.
     */
    private Phase attemptOnCall(Phase seen) {
        Instant now = clock.instant();
        boolean paused = now.isBefore(onCall) && !now.isBefore(seen.since());
        if (seen.state() != UpstreamState.WAITING || paused) {
            return seen;
        }
        Phase planned = seen.wanted(now);
        move(planned);
        return planned;
    }

    /** In state READY the connection has ended and is about to report it. */
    private Optional<Failed> waitOrRefuse(PendingCall call, Phase seen) {
        return switch (seen.state()) {
            case NEW, JOINING, READY -> waiting.add(call);
            case WAITING ->
                Optional.of(CallFailures.waiting(server, seen.lastError().orElse("ended"), untilNext(seen)));
            case MISCONFIGURED, STOPPED -> Optional.of(CallFailures.notRunning(server, "was stopped"));
        };
    }

    private Duration untilNext(Phase seen) {
        Duration left = Duration.between(clock.instant(), seen.nextAttempt());
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** A call that has waited has ended. */
    void forget(PendingCall call) {
        waiting.remove(call);
    }

    private void move(Phase next) {
        if (next.state() != phase.state()) {
            states.add(next.state());
        }
        phase = next;
    }
}
