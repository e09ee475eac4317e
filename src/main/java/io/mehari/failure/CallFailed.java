package io.mehari.failure;

import io.mehari.call.Outcome;
import io.mehari.event.GatewayEvent;
import java.time.Instant;

/**
 * A call has failed. Published once per failed call, when it is known what its recovery came to: also for one that was
 * recovered, which {@link io.mehari.call.CallCompleted} tells as a success. Calls that do not fail have none.
 *
 * @param requestId id of the request
 * @param server name of the upstream, as the caller gave it
 * @param tool name of the tool, as the caller gave it
 * @param outcome how its last attempt failed, or, of a call that was recovered, how its first did; {@link
 *     Outcome#TOOL_ERROR} where a tool reports an error of its own
 * @param classified category, severity, whether it can be recovered, whether the tool may have run
 * @param message what went wrong, secrets replaced, at most {@link #MAX_MESSAGE} characters
 * @param recovery what was done about it
 * @param at when that was known
 * @param traceId trace that the call belongs to; empty while traces are off
 */
public record CallFailed(
        String requestId,
        String server,
        String tool,
        Outcome outcome,
        FailureClass classified,
        String message,
        RecoveryRecord recovery,
        Instant at,
        String traceId)
        implements GatewayEvent {
    /** Longest message, in characters. */
    public static final int MAX_MESSAGE = 4096;

    /**
     * A call without a trace has failed.
     *
     * @param requestId id of the request
     * @param server name of the upstream, as the caller gave it
     * @param tool name of the tool, as the caller gave it
     * @param outcome how its last attempt failed
     * @param classified category, severity, whether it can be recovered, whether the tool may have run
     * @param message what went wrong, secrets replaced
     * @param recovery what was done about it
     * @param at when that was known
     */
    public CallFailed(
            String requestId,
            String server,
            String tool,
            Outcome outcome,
            FailureClass classified,
            String message,
            RecoveryRecord recovery,
            Instant at) {
        this(requestId, server, tool, outcome, classified, message, recovery, at, "");
    }

    /**
     * Category of the failure.
     *
     * @return its name in {@code config/error-patterns.yaml}, or {@link FailureClassifier#UNKNOWN}
     */
    public String category() {
        return classified.category();
    }

    /**
     * How bad it is.
     *
     * @return never null
     */
    public Severity severity() {
        return classified.severity();
    }

    /**
     * Whether the failure can pass without a person.
     *
     * @return as its category says
     */
    public boolean recoverable() {
        return classified.recoverable();
    }
}
