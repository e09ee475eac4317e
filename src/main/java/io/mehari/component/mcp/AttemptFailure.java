package io.mehari.component.mcp;

import io.mehari.call.ToolCallResult.Failed;
import io.mehari.upstream.UpstreamCall.Cancellation;
import java.time.Duration;

/**
 * The failure that an abandoned attempt ends in: it has timed out if it was sent, and is unavailable if it never was.
 * Messages name cause and remedy.
 *
 * @param server name of the upstream
 * @param tool name of the tool
 * @param limit time limit of the attempt
 */
record AttemptFailure(String server, String tool, Duration limit) {
    /** When a call that was never sent is worth another try. */
    private static final Duration SOON = Duration.ofSeconds(1);

    /**
     * The limit of the attempt fired.
     *
     * @param cancellation how far the attempt had come
     * @return outcome UNAVAILABLE or TIMED_OUT
     */
    Failed byLimit(Cancellation cancellation) {
        if (cancellation == Cancellation.NEVER_SENT) {
            return Failed.down(
                    server,
                    "Upstream " + server + " did not take the call of tool " + tool + " within " + text()
                            + " (timeout.attempt): it is still joining, or busy with earlier calls;"
                            + " the call was not sent, it is safe to repeat",
                    SOON);
        }
        return Failed.timedOut(
                server,
                "Upstream " + server + " did not answer tool " + tool + " within " + text()
                        + " (timeout.attempt); the server was asked to cancel it");
    }

    /**
     * No one waits for the whole call any more. That it was not sent by then says nothing about the upstream.
     *
     * @param cancellation how far the attempt had come
     * @return outcome UNAVAILABLE or TIMED_OUT
     */
    Failed byGateway(Cancellation cancellation) {
        String call = "The call to " + server + "/" + tool + " was cancelled by the gateway";
        return cancellation == Cancellation.NEVER_SENT
                ? Failed.limited(server, call + " before it was sent; it is safe to repeat", SOON)
                : Failed.timedOut(server, call);
    }

    /**
     * {@return the end of an attempt whose caller has disconnected or cancelled the call: CANCELLED}
     *
     * @param cancellation how far the attempt had come
     */
    Failed byCaller(Cancellation cancellation) {
        return Failed.cancelled(
                server,
                "The caller of " + server + "/" + tool + " has disconnected or cancelled the call"
                        + (cancellation == Cancellation.NEVER_SENT ? " before the call was sent" : ""));
    }

    /** {@return the limit for people, such as {@code 30 s} or {@code 1500 ms}} */
    String text() {
        return limit.toMillis() % 1000 == 0 ? limit.toSeconds() + " s" : limit.toMillis() + " ms";
    }
}
