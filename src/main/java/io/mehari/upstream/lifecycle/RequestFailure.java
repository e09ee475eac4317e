package io.mehari.upstream.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Failed.Standing;
import java.time.Duration;
import java.util.Optional;

/**
 * Why one request failed whose connection goes on.
 *
 * @param outcome what a call that fails so ends in
 * @param reason cause and remedy, to stand behind the server's name: {@code answered with status 500}
 * @param retryAfter when it is worth trying again, if known
 * @param error the JSON-RPC error object the server gave; null if it gave none
 * @param standing how the server stood to the request
 */
public record RequestFailure(
        Outcome outcome, String reason, Optional<Duration> retryAfter, ObjectNode error, Standing standing) {

    /** The server answered, but with garbage or a refusal. */
    public static RequestFailure badUpstream(String reason, ObjectNode error) {
        return new RequestFailure(Outcome.BAD_UPSTREAM, reason, Optional.empty(), error, Standing.THERE);
    }

    /** Never ran: the server was not reached or did not take the request. */
    public static RequestFailure down(String reason, Duration retryAfter) {
        return new RequestFailure(Outcome.UNAVAILABLE, reason, Optional.of(retryAfter), null, Standing.DOWN);
    }

    /** Never ran: the server wants to be asked again later. */
    public static RequestFailure asksToWait(String reason, Duration retryAfter) {
        return new RequestFailure(Outcome.UNAVAILABLE, reason, Optional.of(retryAfter), null, Standing.ASKS_TO_WAIT);
    }

    /** Sent, and the connection was lost before an answer came. */
    public static RequestFailure outcomeUnknown(String reason) {
        return new RequestFailure(Outcome.OUTCOME_UNKNOWN, reason, Optional.empty(), null, Standing.DOWN);
    }

    /**
     * Sent and answered, but what came was dropped because of a limit of the gateway's own: the server is there.
     *
     * @param reason cause and remedy
     */
    public static RequestFailure dropped(String reason) {
        return new RequestFailure(Outcome.OUTCOME_UNKNOWN, reason, Optional.empty(), null, Standing.THERE);
    }

    /**
     * What a call ends in that failed so.
     *
     * @param method of its request
     * @return the failure in the words of the user
     */
    Failed failed(String server, String method) {
        if (outcome == Outcome.OUTCOME_UNKNOWN && standing == Standing.DOWN) {
            return CallFailures.outcomeUnknown(server, method, new ConnectionLoss(reason, Duration.ZERO));
        }
        String message = "Upstream " + server + " " + reason;
        return new Failed(outcome, message, server, retryAfter, Optional.ofNullable(error), standing);
    }
}
