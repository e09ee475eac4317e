package io.mehari.ratelimit;

import io.mehari.call.Quota;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Counts calls where several gateways count theirs, while {@code mehari.rate-limit.shared} is on. Where that store does not answer in time
 * this process counts alone, with its share of the limit, from what the store has said of the caller last. Safe for concurrent use.
 */
public final class SharedRateLimiter implements RateLimiter {
    private final LocalRateLimiter local;
    private final CallCounter counter;
    private volatile Mode mode;

    private record Mode(boolean shared, int instances) {
        static Mode of(RateLimitSettings settings) {
            return new Mode(settings.shared(), settings.instances());
        }
    }

    /**
     * A limiter.
     *
     * @param local counts in this process
     * @param counter counts in the store
     * @param settings what holds at first
     */
    SharedRateLimiter(LocalRateLimiter local, CallCounter counter, RateLimitSettings settings) {
        this.local = local;
        this.counter = counter;
        this.mode = Mode.of(settings);
    }

    @Override
    public CompletableFuture<Quota> take(String caller, RateLimit limit) {
        Mode now = mode;
        return now.shared()
                ? counter.count(caller, limit)
                        .handle((counted, failure) ->
                                failure == null ? agreed(caller, limit, counted) : alone(caller, limit, now))
                        .toCompletableFuture()
                : local.take(caller, limit);
    }

    /** What was used elsewhere counts here, too, as soon as this process is left alone. */
    private Quota agreed(String caller, RateLimit limit, CallCounter.Counted counted) {
        local.owes(caller, counted.debtNanos());
        return limit.left(counted.granted(), counted.debtNanos());
    }

    private Quota alone(String caller, RateLimit limit, Mode now) {
        return local.take(caller, limit.share(now.instances())).join();
    }

    @Override
    public void change(RateLimitSettings settings, Function<String, RateLimit> limits) {
        mode = Mode.of(settings);
        local.change(settings, limits);
    }

    /**
     * What counts while the store does not.
     *
     * @return always the same
     */
    public LocalRateLimiter local() {
        return local;
    }

    @Override
    public Optional<String> problem() {
        return counter.problem();
    }

    /**
     * Calls that the store has counted.
     *
     * @return since the start
     */
    public long counted() {
        return counter.counted();
    }

    /**
     * Calls that this process has counted, since the store failed or was too late.
     *
     * @return since the start
     */
    public long failed() {
        return counter.failed();
    }

    /**
     * Calls that this process has counted without asking the store, which had failed just before.
     *
     * @return since the start
     */
    public long skipped() {
        return counter.skipped();
    }
}
