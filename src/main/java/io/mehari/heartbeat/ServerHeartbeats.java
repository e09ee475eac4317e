package io.mehari.heartbeat;

import io.mehari.upstream.ServerHealth;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import io.mehari.upstream.Upstreams;
import io.mehari.upstream.client.ClientConnections.Owned;
import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Heartbeats of all connections to servers. Whoever looks ({@link #tick}) is one thread at a time; reading is safe for
 * concurrent use, and asks nobody.
 */
public final class ServerHeartbeats implements ServerHealths {
    private final Upstreams upstreams;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final HealthChanges changes;
    private final Phases phases = new Phases();
    private final OwnedHeartbeats owned;
    private final Map<Upstream, Pulse> pulses = new ConcurrentHashMap<>();

    /**
     * Heartbeats of whatever is connected.
     *
     * @param ofClients the connections that belong to one client each
     */
    ServerHeartbeats(
            Upstreams upstreams,
            Supplier<List<Owned>> ofClients,
            Clock clock,
            LongSupplier nanoTime,
            HealthChanges changes) {
        this.owned = new OwnedHeartbeats(ofClients, phases, clock, nanoTime);
        this.upstreams = upstreams;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.changes = changes;
    }

    /**
     * Looks at every connection: asks where it is time, and judges what is overdue.
     *
     * @param load of the system, from 0 to 1
     * @param paused how long the gateway itself stood still since the last look, in nanoseconds
     */
    synchronized void tick(HeartbeatSettings settings, double load, long paused) {
        Collection<Upstream> all = upstreams.all();
        Set<Upstream> seen = new HashSet<>();
        for (Upstream upstream : all) {
            if (upstream.state() == UpstreamState.STOPPED) {
                continue; // deliberately
            }
            long losses = 0;
            for (Upstream member : upstream.members()) {
                seen.add(member);
                losses += pulses.computeIfAbsent(member, added -> new Pulse(added, phases.next(), clock, nanoTime))
                        .tick(settings, load, paused);
            }
            changes.look(upstream, of(upstream), losses, settings.crashLoop());
        }
        pulses.keySet().retainAll(seen);
        changes.retain(all.stream().map(Upstream::name).toList());
        owned.tick(settings, load, paused);
    }

    @Override
    public ServerHealth of(Upstream upstream) {
        List<Upstream> members = upstream.members();
        if (members.size() == 1) {
            return one(members.get(0));
        }
        List<Upstream> tried = members.stream().filter(member -> !isNew(member)).toList();
        return HealthOfMembers.together(
                (tried.isEmpty() ? members : tried).stream().map(this::one).toList());
    }

    private ServerHealth one(Upstream member) {
        Pulse pulse = pulses.get(member);
        return pulse == null ? ServerHealth.of(member.status()) : pulse.health();
    }

    /** One of several that joins for the first time, such as a process of a pool that grows, is not missed yet. */
    private static boolean isNew(Upstream member) {
        UpstreamStatus status = member.status();
        boolean first = status.attempts() <= 1
                && status.restarts() == 0
                && status.lastError().isEmpty();
        return status.state() == UpstreamState.NEW || status.state() == UpstreamState.JOINING && first;
    }

    /** The heartbeats of one connection, once it was looked at. */
    Optional<Pulse> pulse(Upstream member) {
        return Optional.ofNullable(pulses.get(member));
    }

    /** Those of connections that belong to one client each. */
    OwnedHeartbeats owned() {
        return owned;
    }

    /** All connections that are looked at, ordered by name. */
    List<Pulse> all() {
        return upstreams.all().stream()
                .flatMap(upstream -> upstream.members().stream())
                .flatMap(member -> pulse(member).stream())
                .toList();
    }
}
