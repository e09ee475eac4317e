package io.mehari.servers;

import io.mehari.text.Causes;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** One connection made to try a server: it joins, lists its tools, and answers a ping. */
public final class ServerTrial implements UpstreamListener {
    private final Clock clock;
    private final Instant begun;
    private final Upstream upstream;
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private volatile Duration joined;
    private volatile boolean refusesPings;

    /**
     * A trial that has not begun.
     *
     * @param connect makes the connection that the server's settings ask for
     */
    ServerTrial(
            UpstreamSettings settings, BiFunction<UpstreamSettings, UpstreamListener, Upstream> connect, Clock clock) {
        this.clock = clock;
        this.begun = clock.instant();
        this.upstream = connect.apply(settings, this);
    }

    /**
     * How it went.
     *
     * @param server name of the server
     * @param transport how it is talked to
     * @param protocolVersion the MCP version agreed upon, if it came to that
     * @param tools number of its tools
     * @param joined time from the first attempt to the list of tools, if it came to that
     * @param roundTrip time from a ping to its answer once it had joined; empty if it did not come to that, or the
     *     server refuses pings, which is no problem
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

    /** How it went; ends when that is known, or by {@link #expire}. */
    CompletableFuture<Result> result() {
        return result;
    }

    /** Ends a trial that takes too long. */
    void expire(Duration limit) {
        String what = joined == null ? "no answer within " : "it joined, but answers no ping within ";
        result.complete(failed(what + limit.toSeconds() + " s"));
    }

    @Override
    public void offerChanged(Upstream changed, Offer.Kind kind) {
        // Counted once the server is ready.
    }

    @Override
    public void stateChanged(Upstream changed, UpstreamState state) {
        if (state == UpstreamState.READY && joined == null) {
            joined = Duration.between(begun, clock.instant());
            ask();
        } else if (state == UpstreamState.READY && refusesPings) {
            result.complete(good(Optional.empty()));
        } else if (state == UpstreamState.WAITING || state == UpstreamState.MISCONFIGURED) {
            result.complete(failed("cannot be reached"));
        }
    }

    private void ask() {
        Instant asked = clock.instant();
        upstream.ping().whenComplete((answered, failure) -> {
            if (failure != null) {
                result.complete(result(Optional.empty(), Optional.of("it joined, but " + Causes.of(failure))));
            } else if (answered) {
                result.complete(good(Optional.of(Duration.between(asked, clock.instant()))));
            } else {
                refused();
            }
        });
    }

    /** Some servers end their session over it: those are good as soon as they have joined again. */
    private void refused() {
        refusesPings = true;
        if (upstream.state() == UpstreamState.READY) {
            result.complete(good(Optional.empty()));
        }
    }

    private Result good(Optional<Duration> roundTrip) {
        return result(roundTrip, Optional.empty());
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
