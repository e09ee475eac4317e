package io.mehari.heartbeat;

import io.mehari.upstream.HealthState;
import io.mehari.upstream.ServerHealth;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The health of several connections that serve as one. Stateless. */
final class HealthOfMembers {
    private HealthOfMembers() {}

    /**
     * ONLINE if all are, OFFLINE if all are, DEGRADED otherwise.
     *
     * @param members at least one
     */
    static ServerHealth together(List<ServerHealth> members) {
        if (members.size() == 1) {
            return members.get(0);
        }
        long online = members.stream()
                .filter(health -> health.state() == HealthState.ONLINE)
                .count();
        boolean offline = members.stream().allMatch(health -> health.state() == HealthState.OFFLINE);
        HealthState state =
                online == members.size() ? HealthState.ONLINE : offline ? HealthState.OFFLINE : HealthState.DEGRADED;
        return new ServerHealth(state, latency(members), since(members), lastGood(members), reason(members, online));
    }

    private static OptionalDouble latency(List<ServerHealth> members) {
        return members.stream()
                .flatMapToDouble(health -> health.latencyMillis().stream())
                .average();
    }

    private static Instant since(List<ServerHealth> members) {
        return members.stream()
                .map(ServerHealth::since)
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Optional<Instant> lastGood(List<ServerHealth> members) {
        return members.stream().flatMap(health -> health.lastGood().stream()).max(Comparator.naturalOrder());
    }

    private static Optional<String> reason(List<ServerHealth> members, long online) {
        return members.stream()
                .flatMap(health -> health.reason().stream())
                .findFirst()
                .map(reason -> "has " + (members.size() - online) + " of " + members.size()
                        + " connections in trouble: " + reason);
    }
}
