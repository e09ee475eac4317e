package io.mehari.endpoint.rest;

import io.mehari.call.CallContext;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Refused;
import io.mehari.endpoint.http.Rejection;
import io.mehari.endpoint.http.RequestRejectedException;
import io.mehari.endpoint.http.Response;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** One of the forms in which REST answers tool calls. Immutable. */
public interface ResultForm {
    /** The answer to a call that ended so. */
    Response render(CallContext context, ToolCallResult result);

    /** The answer to a request that is not served. */
    Response render(CallContext context, Rejection rejection);

    /** The response to a request that was rejected while it was read. */
    default Response render(CallContext context, RequestRejectedException rejected) {
        return rejected.rejection()
                .map(rejection -> render(context, rejection))
                .orElseGet(() -> render(context, rejected.result().orElseThrow()));
    }

    /** The form that answers requests for this raw target. */
    static ResultForm of(String target) {
        return target.startsWith("/api/") ? EnvelopeForm.INSTANCE : McpoForm.INSTANCE;
    }

    /** The sentence for people; an internal failure says nothing but where to look. */
    static String message(CallContext context, ToolCallResult result) {
        return result.outcome() == Outcome.INTERNAL
                ? "The gateway failed; its log tells why under request id " + context.requestId()
                : result.message();
    }

    /** Whole seconds until it is worth trying again, at least one. */
    static Optional<Long> retryAfter(ToolCallResult result) {
        Optional<Duration> time = Optional.empty();
        if (result instanceof Refused refused) {
            time = refused.retryAfter();
        } else if (result instanceof Failed failed) {
            time = failed.retryAfter();
        }
        return time.map(t -> Math.max(1, t.plusNanos(999_999_999).toSeconds()));
    }

    /** Name of the upstream at fault; empty if none is. */
    static String upstream(ToolCallResult result) {
        return result instanceof Failed failed && failed.upstream() != null ? failed.upstream() : "";
    }

    /** Headers that belong to an outcome. */
    static Map<String, String> headers(ToolCallResult result) {
        if (result.outcome() == Outcome.UNAUTHENTICATED) {
            return Map.of("www-authenticate", "Bearer");
        }
        return retryAfter(result)
                .map(seconds -> Map.of("retry-after", Long.toString(seconds)))
                .orElse(Map.of());
    }
}
