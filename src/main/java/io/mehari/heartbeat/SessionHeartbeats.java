package io.mehari.heartbeat;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    private long dueAt;
    private long cleanAt;
    private boolean began;

    SessionHeartbeats(Supplier<List<ClientSessions>> sources, Clock clock, LongSupplier nanoTime) {
        this.sources = sources;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /**
     * Looks at every client, if it is time. While the machine is overloaded that is seldom: servers matter more.
     *
     * @param load of the system, from 0 to 1
     */
    synchronized void tick(HeartbeatSettings settings, double load) {
        long now = nanoTime.getAsLong();
        if (!began) {
            began = true;
            dueAt = now;
            cleanAt = now + settings.cleanup().toNanos();
        }
        if (!settings.enabled() || now - dueAt < 0) {
            return;
        }
        dueAt = now + interval(settings, load).toNanos();
        Set<String> seen = new HashSet<>();
        for (ClientSession session : open()) {
            seen.add(session.about().key());
            pulse(session).beat(session, settings, now);
        }
        pulses.keySet().retainAll(seen);
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
        return pulses.computeIfAbsent(session.about().key(), added -> new SessionPulse(clock, nanoTime));
    }

    /** The sessions and streams that are open now. */
    List<ClientSession> open() {
        List<ClientSession> all = new ArrayList<>();
        sources.get().forEach(source -> all.addAll(source.open()));
        return all;
    }
}
