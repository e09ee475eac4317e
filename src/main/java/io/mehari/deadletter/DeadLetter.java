package io.mehari.deadletter;

import io.mehari.call.ArgumentMode;
import io.mehari.call.Outcome;
import java.time.Instant;
import java.util.Optional;

/**
 * A call that failed through no fault of its caller, as it is kept. Made by {@link DeadLetterFactory}, which replaces
 * secrets and cuts what is too long.
 *
 * @param id unique; later entries have greater ids
 * @param requestId id of the request, as in its answer and in the log
 * @param occurredAt when it failed, to the microsecond
 * @param server name of the upstream
 * @param tool name of the tool
 * @param caller name of the API key, or {@code anonymous}
 * @param outcome how the call ended
 * @param category of the failure, as named in {@code config/error-patterns.yaml}
 * @param message what the caller was answered
 * @param upstreamError JSON text of the error the upstream gave, if it gave one
 * @param arguments JSON text of the arguments
 * @param mode what becomes of arguments that break the schema, as in the call
 * @param withheld what of the call is not kept
 * @param replays what became of it since
 * @param traceId the trace that the call belonged to, where traces were on
 */
public record DeadLetter(
        String id,
        String requestId,
        Instant occurredAt,
        String server,
        String tool,
        String caller,
        Outcome outcome,
        String category,
        String message,
        Optional<String> upstreamError,
        String arguments,
        Optional<ArgumentMode> mode,
        Withheld withheld,
        Replays replays,
        Optional<String> traceId) {
    /**
     * A letter that has just been written and is whole.
     *
     * @param id unique
     * @param requestId id of the request
     * @param occurredAt when it failed
     * @param server name of the upstream
     * @param tool name of the tool
     * @param caller name of the API key
     * @param outcome how the call ended
     * @param category of the failure
     * @param message what the caller was answered
     * @param upstreamError JSON text of the error the upstream gave
     * @param arguments JSON text of the arguments
     */
    public DeadLetter(
            String id,
            String requestId,
            Instant occurredAt,
            String server,
            String tool,
            String caller,
            Outcome outcome,
            String category,
            String message,
            Optional<String> upstreamError,
            String arguments) {
        this(
                id,
                requestId,
                occurredAt,
                server,
                tool,
                caller,
                outcome,
                category,
                message,
                upstreamError,
                arguments,
                Optional.empty(),
                Withheld.NOTHING,
                Replays.none(outcome),
                Optional.empty());
    }

    /**
     * The same letter of a call that belongs to a trace.
     *
     * @param id of the trace, 32 hexadecimal digits
     * @return a new letter
     */
    public DeadLetter inTrace(String id) {
        return new DeadLetter(
                this.id,
                requestId,
                occurredAt,
                server,
                tool,
                caller,
                outcome,
                category,
                message,
                upstreamError,
                arguments,
                mode,
                withheld,
                replays,
                Optional.of(id));
    }
}
