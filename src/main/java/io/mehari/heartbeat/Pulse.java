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
import java.util.Optional;
import java.util.OptionalDouble;
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
    private volatile ServerHealth health;
    private volatile Duration interval;
    private volatile String outcome = "none";
    private volatile String method = McpMethod.PING;
    private final Duration longestCall;
    private volatile Instant readySince;
    private Probe open;
    private long dueAt;
    private long goodAt;
    private int misses;
    private boolean answersPings;
    private boolean asksForLists;
    private boolean restartWanted;

    Pulse(Upstream upstream, Clock clock, LongSupplier nanoTime) {
        this.upstream = upstream;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.longestCall = Stream.concat(
                        Stream.of(upstream.settings().calls()), upstream.settings().toolCalls().values().stream())
                .map(CallSettings::attempt)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        this.health = ServerHealth.of(upstream.status());
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
        ServerHealth known = health;
        if (upstream.state() == UpstreamState.READY) {
            return known.state() == HealthState.OFFLINE && readySince == null
                    ? ServerHealth.of(upstream.status())
                    : known;
        }
        return away(upstream.status(), known);
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
        boolean restart;
        synchronized (this) {
            if (status.state() != UpstreamState.READY) {
                disconnected(status);
            } else {
                if (!status.since().equals(readySince)) {
                    connected(status);
                }
                beat(settings, load, paused);
            }
            restart = restartWanted;
            restartWanted = false;
        }
        if (restart) {
            LOG.warn(
                    "Upstream {} {}: it is connected again",
                    upstream.name(),
                    health.reason().orElse(""));
            upstream.restart();
        }
        return losses.since(status);
    }

    private void disconnected(UpstreamStatus status) {
        open = null;
        readySince = null;
        move(away(status, health));
    }

    /** Calls wait for a server that has just been lost; it is OFFLINE once they do not any more. */
    private static ServerHealth away(UpstreamStatus status, ServerHealth known) {
        ServerHealth now = ServerHealth.of(status);
        boolean joinsAgain = status.state() == UpstreamState.JOINING && known.state() != HealthState.OFFLINE;
        return new ServerHealth(
                joinsAgain ? HealthState.DEGRADED : HealthState.OFFLINE,
                known.latencyMillis(),
                now.since(),
                known.lastGood(),
                now.reason());
    }

    private void connected(UpstreamStatus status) {
        readySince = status.since();
        open = null;
        misses = 0;
        asksForLists = asksForLists && !answersPings;
        beats.forgetLately();
        dueAt = nanoTime.getAsLong();
        goodAt = dueAt;
        move(new ServerHealth(
                HealthState.ONLINE,
                OptionalDouble.empty(),
                status.since(),
                Optional.of(status.since()),
                Optional.empty()));
    }

    private void beat(HeartbeatSettings settings, double load, long paused) {
        long now = nanoTime.getAsLong();
        interval = Pace.interval(settings, beats.errorPercent(), beats.averageMillis(), load);
        if (open != null) {
            open = open.later(paused);
            if (now - open.askedAt() >= settings.timeout().toNanos()) {
                overdue(settings, now);
            }
        } else if (settings.enabled() && now - dueAt >= 0) {
            ask(settings, now);
        }
    }

    private void ask(HeartbeatSettings settings, long now) {
        Probe asked = asksForLists ? Probe.list(upstream, now) : Probe.ping(upstream, now);
        open = asked;
        method = asked.method();
        Duration longest = settings.adaptive().max();
        boolean seldom = asksForLists && longest.compareTo(interval) > 0; // lists may be long
        dueAt = now + (seldom ? longest : interval).toNanos();
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
        asksForLists |= asked.isPing() && !answersPings; // it may not know pings, or even end over one
        if (upstream.state() != UpstreamState.READY) {
            return; // the end of the connection tells more
        }
        if (!verdict.known()) {
            asksForLists = true; // tells why, where a ping is only refused
            dueAt = now;
        } else if (excused) {
            dueAt = now;
        } else {
            missed(verdict.reason(), settings, now);
        }
    }

    /** An answer to an earlier question shows as well that the server is there. */
    private void good(Probe asked, boolean current, long now, HeartbeatSettings settings) {
        Instant at = clock.instant();
        OptionalDouble latency = health.latencyMillis();
        goodAt = now;
        misses = 0;
        answersPings |= asked.isPing();
        asksForLists = asksForLists && !answersPings;
        if (current) {
            double millis = (now - open.askedAt()) / 1e6;
            open = null;
            beats.answered(at);
            outcome = "answered";
            if (millis <= settings.timeout().toMillis()) {
                beats.took(millis);
                latency = OptionalDouble.of(health.average(millis));
            }
        }
        judge(latency, Optional.of(at), settings);
    }

    private void judge(OptionalDouble latency, Optional<Instant> lastGood, HeartbeatSettings settings) {
        HeartbeatSettings.Performance limits = settings.performance();
        Optional<String> reason = Optional.empty();
        if (limits.enabled() && latency.orElse(0) > limits.responseMillis()) {
            reason = Optional.of("answers heartbeats after " + Math.round(latency.getAsDouble()) + " ms on average");
        } else if (limits.enabled() && beats.errorPercent() > limits.errorPercent()) {
            reason = Optional.of("left " + Math.round(beats.errorPercent()) + " % of the latest heartbeats unanswered");
        }
        HealthState state = reason.isPresent() ? HealthState.DEGRADED : HealthState.ONLINE;
        move(new ServerHealth(state, latency, clock.instant(), lastGood, reason));
    }

    private void overdue(HeartbeatSettings settings, long now) {
        if (open.isPing() && !answersPings && !asksForLists) { // perhaps it does not know pings
            asksForLists = true;
            ask(settings, now);
        } else if (isExcused(now)) {
            outcome = "busy";
            suspect(HealthState.DEGRADED, "works on calls, and answers nothing else meanwhile");
        } else {
            Probe late = open;
            open = null;
            late.giveUp();
            missed("did not answer a heartbeat within " + settings.timeout().toSeconds() + " s", settings, now);
        }
    }

    /** A server may be too busy to answer, but for no longer than the calls it works on may take. */
    private boolean isExcused(long now) {
        int own = open.isPing() ? 0 : 1;
        return upstream.status().inFlight() > own && now - goodAt < longestCall.toNanos();
    }

    private void missed(String reason, HeartbeatSettings settings, long now) {
        beats.failed(clock.instant());
        outcome = "missed";
        misses++;
        dueAt = now + settings.check().toNanos();
        suspect(misses >= settings.misses() ? HealthState.OFFLINE : HealthState.DEGRADED, reason);
        restartWanted |= misses == settings.misses();
    }

    private void suspect(HealthState state, String reason) {
        move(new ServerHealth(state, health.latencyMillis(), clock.instant(), health.lastGood(), Optional.of(reason)));
    }

    /** Keeps the time of the last change where the state is the same. */
    private void move(ServerHealth next) {
        ServerHealth known = health;
        health = next.state() != known.state()
                ? next
                : new ServerHealth(next.state(), next.latencyMillis(), known.since(), next.lastGood(), next.reason());
    }
}
