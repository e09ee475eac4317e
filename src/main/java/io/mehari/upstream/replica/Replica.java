package io.mehari.upstream.replica;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.upstream.HealthState;
import io.mehari.upstream.ReplicaStatus;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** One of the connections that serve as one server. Safe for concurrent use. */
final class Replica {
    private final int index;
    private final Upstream upstream;
    private final Supplier<ServerHealths> healths;
    private final ReplicaLoad load = new ReplicaLoad();
    private final ReplicaBreaker breaker;

    /** Names of its tools; null until they were read. */
    private volatile Set<String> tools;

    private volatile Optional<String> difference = Optional.empty();

    Replica(int index, Upstream upstream, Supplier<ServerHealths> healths, ReplicaBreaker breaker) {
        this.index = index;
        this.upstream = upstream;
        this.healths = healths;
        this.breaker = breaker;
    }

    int index() {
        return index;
    }

    /** One bit for each replica. */
    long bit() {
        return 1L << index;
    }

    Upstream upstream() {
        return upstream;
    }

    ReplicaLoad load() {
        return load;
    }

    ReplicaBreaker breaker() {
        return breaker;
    }

    boolean isReady() {
        return upstream.state() == UpstreamState.READY;
    }

    /** Whether it has read its tools and this one is among them; false as well while it has read none. */
    boolean offers(String tool) {
        Set<String> known = tools;
        return known != null && known.contains(tool);
    }

    /** Whether it is known to lack the tool. */
    boolean lacks(String tool) {
        Set<String> known = tools;
        return known != null && !known.contains(tool);
    }

    void read(List<ObjectNode> definitions) {
        tools = definitions.stream()
                .map(definition -> definition.path("name").asText())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Takes note of how its tools differ; whether that is new. */
    boolean differs(Optional<String> now) {
        boolean changed = !now.equals(difference);
        difference = now;
        return changed;
    }

    Optional<String> difference() {
        return difference;
    }

    /** How good a choice it is for the next call: 0 for the best. */
    int rank() {
        return switch (upstream.state()) {
            case READY -> rankOfReady();
            case JOINING, NEW -> 3;
            case WAITING -> 4;
            case MISCONFIGURED, STOPPED -> 5;
        };
    }

    private int rankOfReady() {
        HealthState health = health();
        if (health == HealthState.OFFLINE || !breaker.admits()) {
            return 2;
        }
        return health == HealthState.ONLINE ? 0 : 1;
    }

    /** A heartbeat tells more than the state of the connection, where there is one. */
    private HealthState health() {
        ServerHealths known = healths.get();
        if (known == ServerHealths.NONE) {
            return isReady() ? HealthState.ONLINE : HealthState.OFFLINE;
        }
        return known.of(upstream).state();
    }

    ReplicaStatus status() {
        return new ReplicaStatus(
                index,
                upstream,
                health(),
                !breaker.admits(),
                load.latencyMillis(),
                load.inFlight(),
                load.calls(),
                load.failures(),
                difference);
    }
}
