package io.mehari.component.mcp;

import io.mehari.call.ToolCallResult.Failed;
import io.mehari.upstream.UpstreamCall.Cancellation;
import java.time.Duration;

/**
 * What an attempt ends in that is given up: it has timed out if it was sent, and is unavailable if it never was.
 * Cause and remedy in the words of the user.
 *
 * @param limit of the attempt
 */
record AttemptFailure(String server, String tool, Duration limit) {
    /** When a call that was never sent is worth another try. */
    private static final Duration SOON = Duration.ofSeconds(1);

    /** The limit of the attempt fired. */
    Failed byLimit(Cancellation cancellation) {
        return cancellation == Cancellation.NEVER_SENT ? notTaken() : notAnswered();
    }

    private Failed notTaken() {
        return Failed.down(
                server,
                "Upstream " + server + " did not take the call of tool " + tool + " within " + text()
                        + " (timeout.attempt): it is still joining, or busy with earlier calls;"
                        + " the call was not sent, it is safe to repeat",
                SOON);
    }

    private Failed notAnswered() {
        return Failed.timedOut(
                server,
                "Upstream " + server + " did not answer tool " + tool + " within " + text()
                        + " (timeout.attempt); it was told to cancel");
    }

    /** Nobody waits for the whole call any more. That it was not sent by then tells nothing about the upstream. */
    Failed byGateway(Cancellation cancellation) {
        String call = "The call to " + server + "/" + tool + " was given up by the gateway";
        return cancellation == Cancellation.NEVER_SENT
                ? Failed.limited(server, call + " before it was sent; it is safe to repeat", SOON)
                : Failed.timedOut(server, call);
    }

    /** The caller has disconnected or withdrawn the call. */
    Failed byCaller(Cancellation cancellation) {
        return Failed.cancelled(
                server,
                "The caller of " + server + "/" + tool + " has left"
                        + (cancellation == Cancellation.NEVER_SENT ? " before the call was sent" : ""));
    }

    /** The limit, as people write it. */
    String text() {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }
}
