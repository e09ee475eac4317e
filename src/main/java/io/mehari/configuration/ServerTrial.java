package io.mehari.configuration;

import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** One connection made to try a server. */
public final class ServerTrial implements UpstreamListener {
    private static final Duration STOP = Duration.ofSeconds(10);

    private final Clock clock;
    private final Instant begun;
    private final Upstream upstream;
    private final CompletableFuture<Result> result = new CompletableFuture<>();

    private ServerTrial(UpstreamSettings settings, ServerConnections connections, Clock clock) {
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
     * @param problem why it cannot be used, if it cannot
     */
    public record Result(
            String server,
            String transport,
            Optional<String> protocolVersion,
            int tools,
            Optional<Duration> joined,
            Optional<String> problem) {}

    /** Tries all servers at once and waits for the results, which come in the order of the settings. */
    static List<Result> of(List<UpstreamSettings> servers, Duration limit, Clock clock) {
        HashedWheelTimer timer = new HashedWheelTimer(new DefaultThreadFactory("mehari-check-timer", true));
        try (ServerConnections connections = new ServerConnections(timer, clock)) {
            List<ServerTrial> trials = new ArrayList<>();
            servers.forEach(server -> trials.add(new ServerTrial(server, connections, clock)));
            trials.forEach(trial -> trial.upstream.start());
            List<Result> results =
                    trials.stream().map(trial -> trial.await(limit)).toList();
            CompletableFuture.allOf(
                            trials.stream().map(trial -> trial.upstream.stop()).toArray(CompletableFuture[]::new))
                    .completeOnTimeout(null, STOP.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
            return results;
        } finally {
            timer.stop();
        }
    }

    private Result await(Duration limit) {
        Duration left = limit.minus(Duration.between(begun, clock.instant()));
        return result.completeOnTimeout(
                        failed("no answer within " + limit.toSeconds() + " s"),
                        Math.max(0, left.toMillis()),
                        TimeUnit.MILLISECONDS)
                .join();
    }

    @Override
    public void toolsChanged(Upstream upstream) {
        // Counted once the server is ready.
    }

    @Override
    public void stateChanged(Upstream upstream, UpstreamState state) {
        if (state == UpstreamState.READY) {
            UpstreamStatus status = upstream.status();
            Duration joined = Duration.between(begun, clock.instant());
            result.complete(new Result(
                    upstream.name(),
                    status.transport(),
                    status.protocolVersion(),
                    upstream.tools().size(),
                    Optional.of(joined),
                    Optional.empty()));
        } else if (state == UpstreamState.WAITING) {
            result.complete(failed(upstream.status().lastError().orElse("cannot be reached")));
        }
    }

    private Result failed(String problem) {
        String why = upstream.status().lastError().orElse(problem);
        return new Result(
                upstream.name(),
                upstream.status().transport(),
                Optional.empty(),
                0,
                Optional.empty(),
                Optional.of(why.lines().findFirst().orElse(problem)));
    }
}
