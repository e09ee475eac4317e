package io.mehari.upstream;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The statuses of several connections that serve as one server, put together. Stateless. */
public final class MergedStatus {
    /** A server is in the best of its connections' states. */
    public static final Comparator<UpstreamState> BEST_FIRST = Comparator.comparingInt(MergedStatus::rank);

    private MergedStatus() {}

    /**
     * The status that speaks for all.
     *
     * @param all of all connections; at least one
     * @return the first of those in the best state
     */
    public static UpstreamStatus best(List<UpstreamStatus> all) {
        return all.stream()
                .min(Comparator.comparing(UpstreamStatus::state, BEST_FIRST))
                .orElseThrow(() -> new IllegalStateException("A server has at least one connection"));
    }

    /**
     * The status of the server.
     *
     * @param all of all connections; at least one
     * @param since when the server entered its state
     * @param nextAttempt when it is tried again, if it is waited for
     * @param tools number of tools it offers
     * @return what the best says, and the sums of all
     */
    public static UpstreamStatus of(List<UpstreamStatus> all, Instant since, Optional<Instant> nextAttempt, int tools) {
        UpstreamStatus shown = best(all);
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
                nextAttempt,
                declined(all),
                lastError);
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
