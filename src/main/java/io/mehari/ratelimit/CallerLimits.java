package io.mehari.ratelimit;

import io.mehari.call.CallContext;
import io.mehari.call.Outcome;
import io.mehari.call.Quota;
import io.mehari.call.ToolCallResult.Rejected;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The limits that hold now, and who has met them. Calls from outside are counted; those that a route makes for one of them are
 * not, nor are replays of dead letters and renewals of cached results. Safe for concurrent use.
 */
public final class CallerLimits {
    private static final CompletableFuture<Quota> UNLIMITED = CompletableFuture.completedFuture(Quota.UNLIMITED);

    private final RateLimiter limiter;
    private final RefusedCallers refused;
    private volatile Table table;

    /** What holds; {@code byName} has null for callers without a limit. */
    private record Table(boolean on, boolean shared, RateLimit usual, Map<String, RateLimit> byName) {
        static Table of(RateLimitSettings settings) {
            Map<String, RateLimit> byName = new HashMap<>();
            settings.callers()
                    .forEach(own -> byName.put(
                            own.name(),
                            own.calls() == 0 ? null : RateLimit.of(own.calls(), settings.window(), own.burst())));
            return new Table(settings.enabled(), settings.shared(), settings.limit(), byName);
        }

        /** Null for a caller without a limit. */
        RateLimit of(String name) {
            return byName.containsKey(name) ? byName.get(name) : usual;
        }
    }

    /**
     * Limits.
     *
     * @param limiter counts calls
     * @param refused remembers who was refused
     * @param settings what holds at first
     */
    public CallerLimits(RateLimiter limiter, RefusedCallers refused, RateLimitSettings settings) {
        this.limiter = limiter;
        this.refused = refused;
        this.table = Table.of(settings);
    }

    /**
     * Lets other limits hold, from the next call on. Callers keep what they have used.
     *
     * @param settings all of them
     */
    public void replace(RateLimitSettings settings) {
        Table next = Table.of(settings);
        table = next;
        limiter.change(settings, next::of);
    }

    /**
     * Whether calls are limited.
     *
     * @return false where nothing is counted
     */
    public boolean isOn() {
        return table.on();
    }

    /**
     * Why calls are counted in this process alone although several gateways are to count together.
     *
     * @return a few words; empty while all is as it should be
     */
    public Optional<String> notShared() {
        Table now = table;
        return now.on() && now.shared() ? limiter.problem() : Optional.empty();
    }

    /**
     * Counts a call.
     *
     * @param context of the call
     * @return what its caller may still call; {@link Quota#UNLIMITED} where there is no limit. As {@link RateLimiter#take}
     */
    public CompletableFuture<Quota> take(CallContext context) {
        Table now = table;
        if (!now.on() || context.depth() > 0 || context.byGateway()) {
            return UNLIMITED;
        }
        String name = CallerNames.of(context);
        RateLimit limit = now.of(name);
        return limit == null ? UNLIMITED : limiter.take(name, limit);
    }

    /**
     * Refuses a call that is one too many.
     *
     * @param context of the call
     * @param quota what was left
     * @return what its caller is answered
     */
    public Rejected refuse(CallContext context, Quota quota) {
        String name = CallerNames.of(context);
        refused.add(name);
        RateLimit limit = table.of(name);
        Duration wait = Duration.ofSeconds(
                Math.max(1, quota.retryAfter().plusNanos(999_999_999).toSeconds()));
        String allowed = limit == null
                ? ""
                : ": " + limit.calls() + " in " + limit.window().toSeconds() + " s are allowed, " + limit.burst()
                        + " of them at once";
        return new Rejected(
                Outcome.RATE_LIMITED,
                "Too many calls " + (CallerNames.isUnnamed(context) ? "from " + name : "with the key " + name) + allowed
                        + ". Nothing was sent; call again in " + wait.toSeconds() + " s",
                Optional.of(wait));
    }
}
