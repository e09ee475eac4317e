package io.mehari.servers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ProgressListener;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.upstream.Offer;
import io.mehari.upstream.RefusedCall;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Stands for a server whose entry in the configuration cannot be used, so that the list of servers, health and callers
 * say why. Starts and reaches nothing; safe for concurrent use.
 */
final class MisconfiguredUpstream implements Upstream {
    /** A person has to change the file first. */
    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    private final UpstreamSettings settings;
    private final UpstreamListener listener;
    private final Instant since;

    /**
     * @param settings with a problem
     * @param listener is notified of the state as soon as it is started
     */
    MisconfiguredUpstream(UpstreamSettings settings, UpstreamListener listener, Clock clock) {
        this.settings = settings;
        this.listener = listener;
        this.since = clock.instant();
    }

    @Override
    public String name() {
        return settings.name();
    }

    @Override
    public UpstreamSettings settings() {
        return settings;
    }

    @Override
    public void start() {
        listener.stateChanged(this, UpstreamState.MISCONFIGURED);
    }

    @Override
    public UpstreamState state() {
        return UpstreamState.MISCONFIGURED;
    }

    @Override
    public UpstreamStatus status() {
        return new UpstreamStatus(
                UpstreamState.MISCONFIGURED,
                "none",
                since,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                0,
                0,
                0,
                0,
                0,
                Optional.empty(),
                Map.of(),
                settings.problem());
    }

    @Override
    public Offer offer() {
        return Offer.NONE;
    }

    @Override
    public UpstreamCall request(String method, ObjectNode params, ProgressListener progress) {
        return new RefusedCall(Failed.down(name(), "Upstream " + sentence(), RETRY_AFTER));
    }

    @Override
    public CompletableFuture<Boolean> ping() {
        return CompletableFuture.failedFuture(new IllegalStateException(sentence()));
    }

    @Override
    public CompletableFuture<Void> stop() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> restart() {
        return CompletableFuture.failedFuture(new IllegalStateException(sentence()));
    }

    private String sentence() {
        return name() + " is misconfigured: " + settings.problem().orElse("its entry has a problem");
    }
}
