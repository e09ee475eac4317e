package io.mehari.configuration;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.protocol.Json;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** One connection made to try a server: it joins, tells its tools, and answers a request. */
public final class ServerTrial implements UpstreamListener {
    /** A tool no server has: the answer that there is none shows that the server answers, and runs nothing. */
    private static final String NO_TOOL = "mehari-check-no-such-tool";

    private static final Set<Outcome> UNANSWERED = Set.of(Outcome.UNAVAILABLE, Outcome.OUTCOME_UNKNOWN);

    private final Clock clock;
    private final Instant begun;
    private final Upstream upstream;
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private volatile Duration joined;

    ServerTrial(UpstreamSettings settings, ServerConnections connections, Clock clock) {
        this.clock = clock;
        this.begun = clock.instant();
        this.upstream = connections.connect(settings, this);
    }

    /**
     * How it went.
     *
     * @param server name of the server
     * @param transport how it is talked to
     * @param protocolVersion the MCP version agreed upon, if it came to that
     * @param tools number of its tools
     * @param joined time from the first attempt to the list of tools, if it came to that
     * @param roundTrip time from a request to its answer once it had joined, if it came to that
     * @param problem why it cannot be used, if it cannot
     */
    public record Result(
            String server,
            String transport,
            Optional<String> protocolVersion,
            int tools,
            Optional<Duration> joined,
            Optional<Duration> roundTrip,
            Optional<String> problem) {}

    void start() {
        upstream.start();
    }

    CompletableFuture<Void> stop() {
        return upstream.stop();
    }

    String server() {
        return upstream.name();
    }

    /** How it went; ends when that is known, or by {@link #giveUp}. */
    CompletableFuture<Result> result() {
        return result;
    }

    /** Ends a trial that takes too long. */
    void giveUp(Duration limit) {
        String what = joined == null ? "no answer within " : "it joined, but answers no request within ";
        result.complete(failed(what + limit.toSeconds() + " s"));
    }

    @Override
    public void toolsChanged(Upstream changed) {
        // Counted once the server is ready.
    }

    @Override
    public void stateChanged(Upstream changed, UpstreamState state) {
        if (state == UpstreamState.READY && joined == null) {
            joined = Duration.between(begun, clock.instant());
            ask();
        } else if (state == UpstreamState.WAITING) {
            result.complete(failed("cannot be reached"));
        }
    }

    private void ask() {
        Instant asked = clock.instant();
        upstream.callTool(NO_TOOL, Json.object(), progress -> {}).result().whenComplete((answer, failure) -> {
            boolean answered = !(failure instanceof ToolCallException refused
                    && UNANSWERED.contains(refused.result().outcome()));
            Duration roundTrip = Duration.between(asked, clock.instant());
            result.complete(answered ? answered(roundTrip) : failed("it joined and was lost at the first request"));
        });
    }

    private Result answered(Duration roundTrip) {
        return result(Optional.of(roundTrip), Optional.empty());
    }

    /** The server's own words say more than what is known from outside, where there are any. */
    private Result failed(String problem) {
        String why = upstream.status().lastError().orElse(problem);
        return result(Optional.empty(), Optional.of(why.lines().findFirst().orElse(problem)));
    }

    private Result result(Optional<Duration> roundTrip, Optional<String> problem) {
        UpstreamStatus status = upstream.status();
        return new Result(
                upstream.name(),
                status.transport(),
                status.protocolVersion(),
                upstream.tools().size(),
                Optional.ofNullable(joined),
                roundTrip,
                problem);
    }
}
