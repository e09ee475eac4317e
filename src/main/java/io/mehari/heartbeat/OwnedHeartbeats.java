package io.mehari.heartbeat;

import io.mehari.upstream.Upstream;
import io.mehari.upstream.client.ClientConnections.Owned;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Heartbeats of connections to servers that belong to one client each. One that is silent is connected again as any other;
 * the health of its server and the alerts are not concerned, for other clients are served. Whoever looks is one thread at a
 * time; reading is safe for concurrent use.
 */
final class OwnedHeartbeats {
    private final Supplier<List<Owned>> connections;
    private final Phases phases;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private final Map<Upstream, Pulse> pulses = new ConcurrentHashMap<>();

    /**
     * Heartbeats of whatever is open.
     *
     * @param phases shared with those of servers
     */
    OwnedHeartbeats(Supplier<List<Owned>> connections, Phases phases, Clock clock, LongSupplier nanoTime) {
        this.connections = connections;
        this.phases = phases;
        this.clock = clock;
        this.nanoTime = nanoTime;
    }

    /** Looks at every connection, as {@link ServerHeartbeats#tick} does. */
    void tick(HeartbeatSettings settings, double load, long paused) {
        List<Owned> open = connections.get();
        if (open.isEmpty() && pulses.isEmpty()) {
            return;
        }
        pulses.keySet().retainAll(open.stream().map(Owned::upstream).toList());
        for (Owned owned : open) {
            pulses.computeIfAbsent(owned.upstream(), added -> new Pulse(added, phases.next(), clock, nanoTime))
                    .tick(settings, load, paused);
        }
    }

    /** Whose connection each heartbeat is of; those that were looked at. */
    Map<Pulse, String> all() {
        Map<Pulse, String> all = new LinkedHashMap<>();
        for (Owned owned : connections.get()) {
            Pulse pulse = pulses.get(owned.upstream());
            if (pulse != null) {
                all.put(pulse, owned.client());
            }
        }
        return all;
    }
}
