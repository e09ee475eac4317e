package io.mehari.heartbeat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Heartbeats of the clients of the MCP endpoint. Whoever looks is one thread at a time; reading is safe for concurrent
 * use.
 */
public final class SessionHeartbeats {
    private static final Logger LOG = LoggerFactory.getLogger(SessionHeartbeats.class);

    /** So many of the longest intervals lie between two looks while the machine is overloaded. */
    private static final int OVERLOADED_FACTOR = 4;

    private final Supplier<List<ClientSessions>> sources;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<String, SessionPulse> pulses = new ConcurrentHashMap<>();
    private final Phases phases = new Phases();
    private long looks;
    private long cleanAt;
    private boolean began;

    SessionHeartbeats(Supplier<List<ClientSessions>> sources, Clock clock, LongSupplier nanoTime) {
        this.sources = sources;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Looks at every client whose turn it is. While the machine is overloaded that is seldom: servers matter more.
     *
     * @param load of the system, from 0 to 1
     */
    synchronized void tick(HeartbeatSettings settings, double load) {
        if (!settings.enabled()) {
            return;
        }
        long now = nanoTime.getAsLong();
        if (!began) {
            began = true;
            cleanAt = now + settings.cleanup().toNanos();
        }
        long look = ++looks;
        Duration interval = interval(settings, load);
        for (ClientSession session : open()) {
            SessionPulse pulse = pulse(session);
            pulse.seenAt(look);
            pulse.beatIfDue(session, settings, interval, now);
        }
        pulses.values().removeIf(pulse -> !pulse.wasSeenAt(look));
        if (now - cleanAt >= 0) {
            cleanAt = now + settings.cleanup().toNanos();
            clean(settings, now);
        }
    }

    /** The interval for all clients: only the load of the machine changes it. */
    static Duration interval(HeartbeatSettings settings, double load) {
        return settings.adaptive().enabled() && load >= Pace.OVERLOADED
                ? settings.adaptive().max().multipliedBy(OVERLOADED_FACTOR)
                : Pace.interval(settings, 0, 0, load);
    }

    /** A client that left all its heartbeats unanswered, and was not heard of for that long, is gone. */
    private void clean(HeartbeatSettings settings, long now) {
        for (ClientSession session : open()) {
            boolean silent =
                    now - session.heardAt() >= settings.sessionTimeout().toNanos();
            if (silent && pulse(session).isGone(settings)) {
                LOG.info(
                        "Session {} of {} ({}) ends: its client answers no heartbeat any more",
                        session.about().id(),
                        session.about().clientIp(),
                        session.about().transport());
                session.end();
            }
        }
    }

    SessionPulse pulse(ClientSession session) {
        return pulses.computeIfAbsent(session.key(), added -> new SessionPulse(phases.next(), clock, nanoTime));
    }

    /** The sessions and streams that are open now. */
    List<ClientSession> open() {
        List<ClientSession> all = new ArrayList<>();
        sources.get().forEach(source -> all.addAll(source.open()));
        return all;
    }
}
