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
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Stands for a server that an operator has stopped, so that the list of servers and callers say why. Starts and reaches
 * nothing; safe for concurrent use.
 */
final class StoppedUpstream implements Upstream {
    /** A person has to start it first. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    private final UpstreamSettings settings;
    private final UpstreamListener listener;
    private final String reason;
    private final Instant since;

    StoppedUpstream(UpstreamSettings settings, UpstreamListener listener, String reason, Instant since) {
        this.settings = settings;
        this.listener = listener;
        this.reason = reason;
        this.since = since;
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
        listener.stateChanged(this, UpstreamState.STOPPED);
    }

    @Override
    public UpstreamState state() {
        return UpstreamState.STOPPED;
    }

    @Override
    public UpstreamStatus status() {
        return new UpstreamStatus(
                UpstreamState.STOPPED,
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
                Optional.of(reason));
    }

    @Override
    public Offer offer() {
        return Offer.NONE;
    }

    @Override
    public UpstreamCall request(String method, ObjectNode params, ProgressListener progress) {
        return new RefusedCall(Failed.limited(name(), "Upstream " + name() + ": " + reason, RETRY_AFTER));
    }

    @Override
    public CompletableFuture<Boolean> ping() {
        return CompletableFuture.failedFuture(new IllegalStateException(reason));
    }

    @Override
    public CompletableFuture<Void> stop() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> restart() {
        return CompletableFuture.failedFuture(new IllegalStateException(reason));
    }
}
