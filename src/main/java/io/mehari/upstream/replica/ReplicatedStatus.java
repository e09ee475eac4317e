package io.mehari.upstream.replica;

import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The statuses of replicas, put together. */
final class ReplicatedStatus {
    /** A server is in the best of its replicas' states. */
    static final Comparator<UpstreamState> BEST_FIRST = Comparator.comparingInt(ReplicatedStatus::rank);

    private ReplicatedStatus() {}

    /**
     * @param all of all replicas; at least one
     * @param since when the server entered its state
     * @param tools number of tools it offers
     */
    static UpstreamStatus of(List<UpstreamStatus> all, Instant since, int tools) {
        UpstreamStatus shown = all.stream()
                .min(Comparator.comparing(UpstreamStatus::state, BEST_FIRST))
                .orElseThrow();
        Optional<String> lastError = all.stream()
                .filter(status -> status.state() != UpstreamState.READY)
                .flatMap(status -> status.lastError().stream())
                .findFirst()
                .or(shown::lastError);
        return new UpstreamStatus(
                shown.state(),
                shown.transport(),
                since,
                shown.protocolVersion(),
                shown.serverInfo(),
                shown.instructions(),
                tools,
                all.stream().mapToInt(UpstreamStatus::inFlight).sum(),
                all.stream().mapToLong(UpstreamStatus::restarts).sum(),
                shown.attempts(),
                shown.state() == UpstreamState.WAITING ? nextAttempt(all) : Optional.empty(),
                declined(all),
                lastError);
    }

    private static Optional<Instant> nextAttempt(List<UpstreamStatus> all) {
        return all.stream().flatMap(status -> status.nextAttempt().stream()).min(Comparator.naturalOrder());
    }

    private static Map<String, Long> declined(List<UpstreamStatus> all) {
        return all.stream()
                .flatMap(status -> status.declined().entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
    }

    private static int rank(UpstreamState state) {
        return switch (state) {
            case READY -> 0;
            case JOINING -> 1;
            case WAITING -> 2;
            case NEW -> 3;
            case MISCONFIGURED -> 4;
            case STOPPED -> 5;
        };
    }
}
