package io.mehari.call;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.mehari.event.GatewayEvent;
import java.time.Duration;
import java.time.Instant;

/**
 * A call has ended. The one event per call from which learning, notification and logs are fed.
 *
 * @param requestId id of the request
 * @param server name of the upstream, as the caller gave it
 * @param tool name of the tool, as the caller gave it
 * @param caller name of the API key, or {@code anonymous}
 * @param outcome how the call ended
 * @param cacheHit whether the result came from the cache
 * @param duration from the arrival of the request to the recording of its outcome
 * @param completedAt when it was recorded
 * @param traceId trace that the call belongs to; empty while traces are off
 * @param context what {@code mehari.learning.context} tells calls apart by; empty for none. May be personal: not in logs, not in
 *     JSON, nowhere but in what is learnt
 */
public record CallCompleted(
        String requestId,
        String server,
        String tool,
        String caller,
        Outcome outcome,
        boolean cacheHit,
        Duration duration,
        Instant completedAt,
        String traceId,
        @JsonIgnore String context)
        implements GatewayEvent {
    /**
     * A call without a trace and without a context.
     *
     * @param requestId id of the request
     * @param server name of the upstream, as the caller gave it
     * @param tool name of the tool, as the caller gave it
     * @param caller name of the API key, or {@code anonymous}
     * @param outcome how the call ended
     * @param cacheHit whether the result came from the cache
     * @param duration from the arrival of the request to the recording of its outcome
     * @param completedAt when it was recorded
     */
    public CallCompleted(
            String requestId,
            String server,
            String tool,
            String caller,
            Outcome outcome,
            boolean cacheHit,
            Duration duration,
            Instant completedAt) {
        this(requestId, server, tool, caller, outcome, cacheHit, duration, completedAt, "", "");
    }

    /** As it stands in the log: without a trace where there is none, and without the context. */
    @Override
    public String toString() {
        return "CallCompleted[requestId=" + requestId + ", server=" + server + ", tool=" + tool + ", caller=" + caller
                + ", outcome=" + outcome + ", cacheHit=" + cacheHit + ", duration=" + duration + ", completedAt="
                + completedAt + (traceId.isEmpty() ? "]" : ", traceId=" + traceId + "]");
    }
}
