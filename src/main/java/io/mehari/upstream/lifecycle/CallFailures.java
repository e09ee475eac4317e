package io.mehari.upstream.lifecycle;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.JsonRpcError;
import io.mehari.protocol.McpMethod;
import java.time.Duration;

/** The failures a call to a server can end in: cause and remedy in the words of the user. */
public final class CallFailures {
    private static final int MAX_MESSAGE = 1_000;

    private CallFailures() {}

    static Failed error(String server, ObjectNode error) {
        JsonRpcError bounded = new JsonRpcError(error).bounded();
        String text = bounded.message().isEmpty() ? "no message" : bounded.message();
        String shown = text.length() > MAX_MESSAGE ? text.substring(0, MAX_MESSAGE) + "..." : text;
        String code = bounded.tree().path("code").asText("without a code");
        return Failed.upstreamError(
                server, "Upstream " + server + " answered with error " + code + ": " + shown, bounded.tree());
    }

    static Failed notAnObject(String server) {
        return Failed.badUpstream(
                server,
                "Upstream " + server + " answered with a result that is not an object; the server breaks the protocol",
                null);
    }

    static Failed neither(String server) {
        return Failed.badUpstream(
                server,
                "Upstream " + server + " answered with neither a result nor an error; the server breaks the protocol",
                null);
    }

    static Failed unreadable(String server, String reason) {
        return Failed.badUpstream(server, "Upstream " + server + " sent an answer that " + reason, null);
    }

    static Failed outcomeUnknown(String server, String method, ConnectionLoss loss) {
        String what = method.equals(McpMethod.TOOLS_CALL) ? "tool" : "request";
        return Failed.outcomeUnknown(
                server,
                "Upstream " + server + " " + loss.reason()
                        + " before it answered; the " + what + " may have run, so the call was not sent again."
                        + " Check its effect before you repeat it");
    }

    static Failed neverSent(String server, ConnectionLoss loss) {
        return Failed.down(
                server,
                "Upstream " + server + " " + loss.reason() + " before the call was sent; it is safe to try again",
                loss.retryAfter());
    }

    static Failed waiting(String server, String lastError, Duration retryAfter) {
        return Failed.down(
                server,
                "Upstream " + server + " is down: it " + lastError + ". The next attempt to connect is in "
                        + seconds(retryAfter) + "; the call was not sent",
                retryAfter);
    }

    /**
     * A call has waited long enough for a server that connects.
     *
     * @param server name of the server, or of one of its replicas
     * @param waited how long
     * @return with outcome UNAVAILABLE
     */
    public static Failed joinTooLong(String server, Duration waited) {
        return Failed.down(
                server,
                "Upstream " + server + " did not become ready within the " + seconds(waited)
                        + " a call waits for a joining server; the call was not sent, try again",
                waited);
    }

    static Failed notRunning(String server, String why) {
        return Failed.down(server, "Upstream " + server + " " + why + "; the call was not sent", Duration.ZERO);
    }

    static Failed tooManyInFlight(String server, int limit) {
        return Failed.limited(
                server,
                "Upstream " + server + " has " + limit + " calls in flight, the most it may have;"
                        + " the call was not sent, try again when some have ended",
                Duration.ofSeconds(1));
    }

    /** The queue in front of the server is full. */
    public static Failed queueFull(String server) {
        return Failed.limited(
                server,
                "Upstream " + server + " takes calls more slowly than they arrive and the queue in front of it"
                        + " is full; the call was not sent, try again later",
                Duration.ofSeconds(1));
    }

    private static String seconds(Duration duration) {
        return duration.toMillis() / 1000.0 + " s";
    }
}
