package io.mehari.heartbeat;

import io.mehari.call.Outcome;
import io.mehari.call.ProgressListener;
import io.mehari.call.ToolCallException;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One question to a server, over the connection there is, that runs no tool: {@code ping}, or {@code tools/list} for
 * servers that do not know it. An answer that is an error of JSON-RPC shows that the server is there.
 *
 * @param method what is asked
 * @param askedAt when, in nanoseconds
 * @param answer ends with the verdict; never exceptionally
 * @param call what is to be given up where nobody waits any more; null for a ping, which ends by itself
 */
record Probe(String method, long askedAt, CompletableFuture<Verdict> answer, UpstreamCall call) {
    /**
     * What an answer shows.
     *
     * @param there whether the server is there
     * @param known false if it refused the question without saying why: a ping that it may not know
     * @param reason why it is not; empty if it is
     */
    record Verdict(boolean there, boolean known, String reason) {
        static final Verdict GOOD = new Verdict(true, true, "");
        static final Verdict REFUSED = new Verdict(false, false, "refused a ping");
    }

    static Probe ping(Upstream upstream, long now) {
        CompletableFuture<Verdict> verdict = upstream.ping()
                .handle((answered, failure) -> failure != null
                        ? new Verdict(false, true, reason(upstream, failure))
                        : answered ? Verdict.GOOD : Verdict.REFUSED);
        return new Probe(McpMethod.PING, now, verdict, null);
    }

    static Probe list(Upstream upstream, long now) {
        UpstreamCall call = upstream.request(McpMethod.TOOLS_LIST, Json.object(), ProgressListener.NONE);
        CompletableFuture<Verdict> verdict =
                call.result().handle((answered, failure) -> failure == null ? Verdict.GOOD : judged(upstream, failure));
        return new Probe(McpMethod.TOOLS_LIST, now, verdict, call);
    }

    private static Verdict judged(Upstream upstream, Throwable failure) {
        Throwable cause = cause(failure);
        boolean answered =
                cause instanceof ToolCallException refused && refused.result().outcome() == Outcome.UPSTREAM_ERROR;
        return answered ? Verdict.GOOD : new Verdict(false, true, reason(upstream, failure));
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Without the server's name, which stands before it wherever it is told. */
    private static String reason(Upstream upstream, Throwable failure) {
        String message = Objects.requireNonNullElse(cause(failure).getMessage(), "failed");
        String name = "Upstream " + upstream.name() + " ";
        return message.startsWith(name) ? message.substring(name.length()) : message;
    }

    boolean isPing() {
        return call == null;
    }

    /** The same question, as if it had been asked later: the gateway itself stood still meanwhile. */
    Probe later(long nanos) {
        return new Probe(method, askedAt + nanos, answer, call);
    }

    /** Nobody waits for the answer any more. */
    void giveUp() {
        if (call != null) {
            call.cancel("The answer to a heartbeat is late");
        }
    }
}
