package io.mehari.idempotency;

import io.mehari.call.CallControl;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.text.DurationText;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Waits for calls with a key that another gateway runs: asks again from time to time until they have ended, for {@link #LONGEST} at most.
 * Safe for concurrent use; no thread waits.
 */
final class ElsewhereCalls {
    /** Longest wait for a call that another gateway runs. */
    static final Duration LONGEST = Duration.ofMinutes(5);

    /** First pause between two questions, which grows by half each time. */
    static final Duration FIRST_PAUSE = Duration.ofMillis(50);

    /** Longest pause. */
    static final Duration LONGEST_PAUSE = Duration.ofMillis(500);

    private static final Duration SOON = Duration.ofSeconds(1);

    private final KeyClaims claims;
    private final Timer timer;

    /**
     * Nobody waits.
     *
     * @param claims agrees with the other gateways
     * @param timer ends pauses
     */
    ElsewhereCalls(KeyClaims claims, Timer timer) {
        this.claims = claims;
        this.timer = timer;
    }

    /**
     * Claims a call, and waits while another gateway runs the same.
     *
     * @param key of the call
     * @param call what is called
     * @return ends on the thread of its request, never exceptionally; as {@link Claim.Running} if that is another call, or was not waited
     *     for any more
     */
    CompletableFuture<Claim> claim(CallKey key, SharedCall call) {
        CompletableFuture<Claim> end = new CompletableFuture<>();
        ask(key, call, Duration.ZERO, FIRST_PAUSE, end);
        return end;
    }

    /**
     * A call that was claimed has ended.
     *
     * @param key of the call
     * @param mine its claim
     * @param ran whether it may have run
     * @param answer how it ended
     * @param ttl how long that is known
     * @return ends soon, never exceptionally
     */
    CompletableFuture<Void> ended(CallKey key, Claim.Mine mine, boolean ran, KeptAnswer answer, Duration ttl) {
        return ran ? claims.ran(key, mine, answer, ttl) : claims.notRun(key, mine);
    }

    static Failed stillRunning(String requestId) {
        return Failed.limited(
                "",
                "Another gateway runs the call with this Idempotency-Key (request " + requestId + "), for longer than "
                        + DurationText.of(LONGEST) + "; nothing was sent. Ask again under the same key",
                SOON);
    }

    static Failed unavailable(Claim.Unavailable claim) {
        return Failed.limited(
                "",
                "The call was not sent: whether another gateway runs it is not known (mehari.rest.idempotency.shared), since"
                        + " Redis cannot be asked: " + claim.why() + "; try again shortly, under the same key",
                claim.retryAfter());
    }

    static Failed lost(String upstream, String requestId) {
        return Failed.outcomeUnknown(
                upstream,
                "The gateway that ran the call with this Idempotency-Key"
                        + (requestId.isEmpty() ? "" : " (request " + requestId + ")")
                        + " has ended before it said how. The tool may have run; look before calling under another key");
    }

    private void ask(CallKey key, SharedCall call, Duration waited, Duration pause, CompletableFuture<Claim> end) {
        claims.claim(key, call.fingerprint(), call.requestId()).whenComplete((claim, failure) -> {
            CallControl control = call.control();
            if (failure == null && isWorthWaiting(claim, call, waited)) {
                try {
                    Duration next = pause.multipliedBy(3).dividedBy(2);
                    timer.newTimeout(
                            due -> ask(key, call, waited.plus(pause), shorter(next), end),
                            pause.toNanos(),
                            TimeUnit.NANOSECONDS);
                    return;
                } catch (RejectedExecutionException | IllegalStateException e) {
                    // without a timer nobody would ask again
                }
            }
            Claim known = failure == null ? claim : new Claim.Unavailable("a defect, see the log", SOON);
            control.resume(() -> end.complete(known));
        });
    }

    private static boolean isWorthWaiting(Claim claim, SharedCall call, Duration waited) {
        return claim instanceof Claim.Running other
                && call.fits(other.fingerprint())
                && !call.control().isCancelled()
                && waited.compareTo(LONGEST) < 0;
    }

    private static Duration shorter(Duration pause) {
        return pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause;
    }
}
