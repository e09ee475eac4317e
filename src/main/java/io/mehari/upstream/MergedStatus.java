package io.mehari.upstream;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The statuses of several connections that serve as one server, put together. Stateless. */
public final class MergedStatus {
    private static final List<UpstreamState> ORDER = List.of(
            UpstreamState.READY,
            UpstreamState.JOINING,
            UpstreamState.WAITING,
            UpstreamState.NEW,
            UpstreamState.MISCONFIGURED,
            UpstreamState.STOPPED);

    /** A server is in the best of its connections' states. */
    public static final Comparator<UpstreamState> BEST_FIRST = Comparator.comparingInt(ORDER::indexOf);

    private MergedStatus() {}

    /**
     * {@return the status that speaks for all: the first of those in the best state}
     *
     * @param all of all connections; at least one
     */
    public static UpstreamStatus best(List<UpstreamStatus> all) {
        return all.stream()
                .min(Comparator.comparing(UpstreamStatus::state, BEST_FIRST))
                .orElseThrow(() -> new IllegalStateException("A server has at least one connection"));
    }

    /**
     * {@return the status of the server: what the best says, and the sums of all}
     *
     * @param all of all connections; at least one
     * @param since when the server entered its state
     * @param nextAttempt when it is tried again, if it is waited for
     * @param tools number of tools it offers
     */
    public static UpstreamStatus of(List<UpstreamStatus> all, Instant since, Optional<Instant> nextAttempt, int tools) {
        UpstreamStatus shown = best(all);
        Optional<String> lastError = all.stream()
                .filter(status -> status.state() != UpstreamState.READY)
                .flatMap(status -> status.lastError().stream())
                .findFirst()
                .or(shown::lastError);
        Map<String, Long> declined = all.stream()
                .flatMap(status -> status.declined().entrySet().stream())
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Long::sum));
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
                shown.provoked(),
                nextAttempt,
                declined,
                lastError);
    }
}
