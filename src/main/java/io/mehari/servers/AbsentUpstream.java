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
import java.util.function.Supplier;

/**
 * Stands for a server that there is no connection to on purpose: its entry cannot be used, or an operator has stopped it.
 * The list of servers, health and callers are told why. Starts and reaches nothing; safe for concurrent use.
 */
final class AbsentUpstream implements Upstream {
    /** A person has to change the file first. */
    private static final Duration UNTIL_MENDED = Duration.ofMinutes(1);

    /** A person has to start it first. */
    private static final Duration UNTIL_STARTED = Duration.ofSeconds(30);

    private final UpstreamSettings settings;
    private final UpstreamListener listener;
    private final UpstreamStatus status;
    private final String sentence;
    private final Supplier<Failed> refusal;

    private AbsentUpstream(
            UpstreamSettings settings,
            UpstreamListener listener,
            UpstreamStatus status,
            String sentence,
            Supplier<Failed> refusal) {
        this.settings = settings;
        this.listener = listener;
        this.status = status;
        this.sentence = sentence;
        this.refusal = refusal;
    }

    /**
     * For a server whose entry cannot be used.
     *
     * @param settings with a problem
     * @param listener is notified of the state as soon as it is started
     * @param since when that was found
     */
    static Upstream misconfigured(UpstreamSettings settings, UpstreamListener listener, Instant since) {
        String name = settings.name();
        String sentence = name + " is misconfigured: " + settings.problem().orElse("its entry has a problem");
        return new AbsentUpstream(
                settings,
                listener,
                status(UpstreamState.MISCONFIGURED, since, settings.problem()),
                sentence,
                () -> Failed.down(name, "Upstream " + sentence, UNTIL_MENDED));
    }

    /**
     * For a server that an operator has stopped.
     *
     * @param settings of the server
     * @param listener is notified of the state as soon as it is started
     * @param reason why
     * @param since when
     */
    static Upstream stopped(UpstreamSettings settings, UpstreamListener listener, String reason, Instant since) {
        String name = settings.name();
        return new AbsentUpstream(
                settings,
                listener,
                status(UpstreamState.STOPPED, since, Optional.of(reason)),
                reason,
                () -> Failed.limited(name, "Upstream " + name + ": " + reason, UNTIL_STARTED));
    }

    private static UpstreamStatus status(UpstreamState state, Instant since, Optional<String> why) {
        return new UpstreamStatus(
                state,
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
                why);
    }

    /** Whether a server is one that an operator has stopped. */
    static boolean isStopped(Upstream upstream) {
        return upstream instanceof AbsentUpstream absent && absent.state() == UpstreamState.STOPPED;
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
        listener.stateChanged(this, state());
    }

    @Override
    public UpstreamState state() {
        return status.state();
    }

    @Override
    public UpstreamStatus status() {
        return status;
    }

    @Override
    public Offer offer() {
        return Offer.NONE;
    }

    @Override
    public UpstreamCall request(String method, ObjectNode params, ProgressListener progress) {
        return new RefusedCall(refusal.get());
    }

    @Override
    public CompletableFuture<Boolean> ping() {
        return CompletableFuture.failedFuture(new IllegalStateException(sentence));
    }

    @Override
    public CompletableFuture<Void> stop() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletableFuture<Void> restart() {
        return CompletableFuture.failedFuture(new IllegalStateException(sentence));
    }
}
