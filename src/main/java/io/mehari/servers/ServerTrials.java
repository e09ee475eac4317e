package io.mehari.servers;

import io.mehari.servers.ServerTrial.Result;
import io.mehari.upstream.UpstreamSettings;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Tries servers side by side, within one limit for all. */
public final class ServerTrials {
    /** How long to wait before slow servers are reported. */
    private static final Duration QUIET = Duration.ofSeconds(3);

    private static final Duration STOP = Duration.ofSeconds(10);

    private final List<ServerTrial> trials;
    private final Duration limit;
    private final Consumer<List<String>> waiting;

    private ServerTrials(List<ServerTrial> trials, Duration limit, Consumer<List<String>> waiting) {
        this.trials = trials;
        this.limit = limit;
        this.waiting = waiting;
    }

    /**
     * Tries all servers and waits for the results, which come in the order of the settings.
     *
     * @param servers settings of the servers to try
     * @param limit longest wait for all of them together; each may take as long to become ready
     * @param clock for the times measured
     * @param waiting notified every few seconds of the servers that have not answered yet
     * @return one result for each server
     */
    public static List<Result> of(
            List<UpstreamSettings> servers, Duration limit, Clock clock, Consumer<List<String>> waiting) {
        HashedWheelTimer timer = new HashedWheelTimer(new DefaultThreadFactory("mehari-check-timer", true));
        try (UpstreamFactory connections = new UpstreamFactory(timer, clock)) {
            List<ServerTrial> trials = servers.stream()
                    .flatMap(ServerTrials::eachReplica)
                    .map(server -> new ServerTrial(server.withConnect(limit), connections::connect, clock))
                    .toList();
            return new ServerTrials(trials, limit, waiting).run();
        } finally {
            timer.stop();
        }
    }

    /** A server is no better than the worst way to it. */
    private static Stream<UpstreamSettings> eachReplica(UpstreamSettings server) {
        return server.replicas().isEmpty() ? Stream.of(server) : server.replicas().stream();
    }

    private List<Result> run() {
        trials.forEach(ServerTrial::start);
        try {
            await(limit);
            trials.forEach(trial -> trial.expire(limit));
            return trials.stream().map(trial -> trial.result().join()).toList();
        } finally {
            CompletableFuture.allOf(trials.stream().map(ServerTrial::stop).toArray(CompletableFuture[]::new))
                    .completeOnTimeout(null, STOP.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        }
    }

    private void await(Duration left) {
        Duration slice = left.compareTo(QUIET) < 0 ? left : QUIET;
        CompletableFuture<Void> all =
                CompletableFuture.allOf(trials.stream().map(ServerTrial::result).toArray(CompletableFuture[]::new));
        all.completeOnTimeout(null, slice.toMillis(), TimeUnit.MILLISECONDS).join();
        List<String> unanswered = trials.stream()
                .filter(trial -> !trial.result().isDone())
                .map(ServerTrial::server)
                .toList();
        if (!unanswered.isEmpty() && left.compareTo(slice) > 0) {
            waiting.accept(unanswered);
            await(left.minus(slice));
        }
    }
}
