package io.mehari.upstream.replica;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Failed.Standing;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** What the failures of replicas mean for their server. */
final class ReplicaFailures {
    /** Replicas whose refusals a message has. */
    private static final int MOST_SHOWN = 3;

    private ReplicaFailures() {}

    /** The outcome in a failed future; empty for a defect. */
    static Optional<Failed> of(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof ToolCallException refused ? Optional.of(refused.result()) : Optional.empty();
    }

    /** Whether the call surely did not run, and may be sent to another replica. */
    static boolean neverRan(Failed failure) {
        return failure.outcome() == Outcome.UNAVAILABLE;
    }

    /** What it says about the replica; an error that answers a call is an answer. */
    static Verdict verdict(Failed failure) {
        return switch (failure.outcome()) {
            case BAD_UPSTREAM, TIMED_OUT -> Verdict.BAD;
            case OUTCOME_UNKNOWN -> failure.upstreamDown() ? Verdict.BAD : Verdict.NONE;
            case UPSTREAM_ERROR -> Verdict.GOOD;
            default -> Verdict.NONE;
        };
    }

    /** The same failure under the name of the server; its message has that of the replica. */
    static Failed ofServer(String server, Failed failure) {
        return new Failed(
                failure.outcome(),
                failure.message(),
                server,
                failure.retryAfter(),
                failure.upstreamError(),
                failure.standing());
    }

    /**
     * No replica took the call.
     *
     * @param refusals of those that were asked; at least one
     */
    static Failed none(String server, List<Failed> refusals) {
        Failed mildest = refusals.stream()
                .min(Comparator.comparingInt(ReplicaFailures::severity))
                .orElseThrow();
        Duration soonest = refusals.stream()
                .filter(refusal -> refusal.standing() == mildest.standing())
                .flatMap(refusal -> refusal.retryAfter().stream())
                .min(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
        String shown = refusals.stream().limit(MOST_SHOWN).map(Failed::message).collect(Collectors.joining(". "));
        String more = refusals.size() > MOST_SHOWN
                ? ". And " + (refusals.size() - MOST_SHOWN) + " more, which GET /api/v1/servers lists"
                : "";
        String message = refusals.size() == 1
                ? shown
                : "Upstream " + server + " has no replica that takes the call, which was not sent. " + shown + more;
        return new Failed(
                Outcome.UNAVAILABLE, message, server, Optional.of(soonest), Optional.empty(), mildest.standing());
    }

    /** One that asks to wait, or has a limit, is there. */
    private static int severity(Failed refusal) {
        return switch (refusal.standing()) {
            case ASKS_TO_WAIT -> 0;
            case THERE, REPLICA_FAILED -> 1;
            case DOWN -> 2;
        };
    }

    static boolean asksToWait(Failed failure) {
        return failure.standing() == Standing.ASKS_TO_WAIT;
    }
}
