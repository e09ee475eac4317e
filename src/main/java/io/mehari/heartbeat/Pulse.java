package io.mehari.heartbeat;

import io.mehari.protocol.McpMethod;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.HealthState;
import io.mehari.upstream.ServerHealth;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.OptionalDouble;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The heartbeats of one connection to a server. It is asked only while it is ready, which it is when its tools have been
 * read over this very connection; connecting is not the heartbeat's business. Safe for concurrent use.
 */
final class Pulse {
    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);

    private final Upstream upstream;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Beats beats = new Beats();
    private final Losses losses = new Losses();
    private final Schedule schedule;
    private final Standing standing;
    private volatile Duration interval;
    private volatile String outcome = "none";
    private volatile String method = McpMethod.PING;
    private final Duration longestCall;
    private volatile Instant readySince;
    private Probe open;
    private long goodAt;
    private int misses;
    private boolean answersPings;
    private boolean asksForLists;
    private boolean endsOverPings;
    private boolean restartWanted;
    private Probe abandoned;

    /**
     * Heartbeats that have not begun.
     *
     * @param schedule of this connection alone
     */
    Pulse(Upstream upstream, Schedule schedule, Clock clock, LongSupplier nanoTime) {
        this.upstream = upstream;
        this.schedule = schedule;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.longestCall = Stream.concat(
                        Stream.of(upstream.settings().calls()), upstream.settings().toolCalls().values().stream())
                .map(CallSettings::attempt)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        this.standing = new Standing(upstream.status(), clock);
        this.interval = HeartbeatSettings.DEFAULTS.interval();
    }

    Upstream upstream() {
        return upstream;
    }

    /** The interval as it was adapted last. */
    Duration interval() {
        return interval;
    }

    /** Whether the connection was ready at the last look. */
    boolean wasReady() {
        return readySince != null;
    }

    /** What the last heartbeat asked. */
    String method() {
        return method;
    }

    /** What became of the last heartbeat, in a word. */
    String outcome() {
        return outcome;
    }

    /** What is known now: a connection that is lost between two looks is not ONLINE. */
    ServerHealth health() {
        if (upstream.state() != UpstreamState.READY) {
            return standing.away(upstream.status());
        }
        ServerHealth known = standing.health();
        return known.state() == HealthState.OFFLINE && readySince == null ? ServerHealth.of(upstream.status()) : known;
    }

    /** Looks at the beats under the lock of this pulse. */
    synchronized <T> T read(Function<Beats, T> reading) {
        return reading.apply(beats);
    }

    /** Whether something is wrong with the connection, or was lately. */
    boolean isTroubled(HeartbeatSettings settings) {
        HeartbeatSettings.Performance limits = settings.performance();
        return health().state() != HealthState.ONLINE
                || limits.enabled()
                        && read(beats -> beats.errorPercent() > limits.errorPercent()
                                || beats.averageMillis() > limits.responseMillis());
    }

    /**
     * Asks if it is time, and judges what is overdue.
     *
     * @param paused how long the gateway itself stood still since the last look, in nanoseconds
     * @return how often the connection was lost, or could not be made, since the last look
     */
    long tick(HeartbeatSettings settings, double load, long paused) {
        UpstreamStatus status = upstream.status();
        boolean ask;
        boolean restart;
        Probe late;
        synchronized (this) {
            ask = look(status, settings, load, paused);
            restart = restartWanted;
            restartWanted = false;
            late = abandoned;
            abandoned = null;
        }
        if (late != null) {
            late.giveUp();
        }
        if (ask) {
            ask(settings);
        }
        if (restart) {
            String reason = standing.health().reason().orElse("is silent");
            LOG.warn("Upstream {} {}: it is connected again", upstream.name(), reason);
            upstream.restart();
        }
        return losses.since(status);
    }

    /** True if the server is to be asked, which happens without the lock: the answer may be there at once. */
    private boolean look(UpstreamStatus status, HeartbeatSettings settings, double load, long paused) {
        if (status.state() != UpstreamState.READY) {
            endsOverPings |= open != null && open.isPing() && !answersPings;
            open = null;
            readySince = null;
            standing.disconnected(status);
            return false;
        }
        interval = Pace.interval(settings, beats.errorPercent(), beats.averageMillis(), load);
        if (!status.since().equals(readySince)) {
            connected(status);
        }
        long now = nanoTime.getAsLong();
        if (open == null) {
            return settings.enabled() && schedule.isDue(now);
        }
        open = open.later(paused);
        return now - open.askedAt() >= settings.timeout().toNanos() && overdue(settings, now);
    }

    private void connected(UpstreamStatus status) {
        readySince = status.since();
        open = null;
        misses = 0;
        asksForLists = endsOverPings && !answersPings;
        beats.forgetLately();
        goodAt = nanoTime.getAsLong();
        schedule.begin(goodAt, interval);
        standing.connected(status);
    }

    private void ask(HeartbeatSettings settings) {
        long now = nanoTime.getAsLong();
        boolean lists;
        synchronized (this) {
            lists = asksForLists;
        }
        Probe asked;
        try {
            asked = lists ? Probe.list(upstream, now) : Probe.ping(upstream, now);
        } catch (RejectedExecutionException | IllegalStateException e) {
            return; // a timer that is full or stopped: the next look tries again
        }
        synchronized (this) {
            open = asked;
            method = asked.method();
            Duration longest = settings.adaptive().max();
            boolean seldom = lists && longest.compareTo(interval) > 0; // lists may be long
            schedule.asked(now, seldom ? longest : interval);
        }
        asked.answer().thenAccept(verdict -> answered(asked, verdict, settings));
    }

    private synchronized void answered(Probe asked, Probe.Verdict verdict, HeartbeatSettings settings) {
        boolean current = open != null && open.answer() == asked.answer();
        if (readySince == null || !current && !verdict.there()) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (verdict.there()) {
            good(asked, current, now, settings);
            return;
        }
        boolean silent = now - open.askedAt() >= settings.timeout().toNanos();
        boolean excused = silent && isExcused(now);
        open = null;
        if (upstream.state() != UpstreamState.READY) {
            endsOverPings |= asked.isPing() && !answersPings;
            return; // the end of the connection tells more
        }
        if (!verdict.known()) {
            asksForLists = true; // tells why, where a ping is only refused
            schedule.again(now);
        } else if (excused) {
            schedule.again(now);
        } else {
            missed(verdict.reason(), settings, now);
        }
    }

    /** An answer to an earlier question shows as well that the server is there. */
    private void good(Probe asked, boolean current, long now, HeartbeatSettings settings) {
        OptionalDouble took = OptionalDouble.empty();
        goodAt = now;
        misses = 0;
        answersPings |= asked.isPing();
        asksForLists = asksForLists && !answersPings;
        if (current) {
            double millis = (now - open.askedAt()) / 1e6;
            open = null;
            beats.answered(clock.instant());
            outcome = "answered";
            if (millis <= settings.timeout().toMillis()) {
                beats.took(millis);
                took = OptionalDouble.of(millis);
            }
        }
        standing.good(took, beats, settings.performance());
    }

    /** True if the server is to be asked in another way. */
    private boolean overdue(HeartbeatSettings settings, long now) {
        if (open.isPing() && !answersPings && !asksForLists) {
            asksForLists = true; // perhaps it does not know pings
            return true;
        }
        if (isExcused(now)) {
            outcome = "busy";
            standing.suspect(HealthState.DEGRADED, "works on calls, and answers nothing else meanwhile");
            return false;
        }
        abandoned = open;
        open = null;
        missed("did not answer a heartbeat within " + settings.timeout().toSeconds() + " s", settings, now);
        return false;
    }

    /**
     * A server may be too busy to answer, but for no longer than the calls it works on may take; one that waits for what
     * its client answers may be as long as that is waited for.
     */
    private boolean isExcused(long now) {
        if (upstream.openQuestions() > 0) {
            return true;
        }
        int own = open.isPing() ? 0 : 1;
        return upstream.status().inFlight() > own && now - goodAt < longestCall.toNanos();
    }

    private void missed(String reason, HeartbeatSettings settings, long now) {
        beats.failed(clock.instant());
        outcome = "missed";
        misses++;
        schedule.again(now + settings.check().toNanos());
        standing.suspect(misses >= settings.misses() ? HealthState.OFFLINE : HealthState.DEGRADED, reason);
        restartWanted |= misses == settings.misses();
    }
}
