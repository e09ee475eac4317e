package io.mehari.upstream;

import io.mehari.call.ArgumentMode;
import java.time.Duration;
import java.util.Optional;

/**
 * Limits of the calls to one tool, or to all tools of one server.
 *
 * @param attempt longest wait for one attempt; progress starts it again
 * @param total longest time for the whole call, retries included; nothing extends it
 * @param retry when and how often to try again
 * @param breaker when to stop calling a failing tool
 * @param bulkhead most calls at the same time
 * @param bulkheadWait longest wait for a place where there are so many
 * @param cache how results are kept; empty for not at all
 * @param idempotent whether the operator says that running the tool twice does no harm
 * @param arguments what becomes of arguments that break the schema, in calls by the short form; empty for what holds
 *     everywhere
 */
public record CallSettings(
        Duration attempt,
        Duration total,
        Retry retry,
        Breaker breaker,
        int bulkhead,
        Duration bulkheadWait,
        Optional<CachePolicy> cache,
        boolean idempotent,
        Optional<ArgumentMode> arguments) {

    /** What holds where nothing is configured. */
    public static final CallSettings DEFAULTS = new CallSettings(
            Duration.ofSeconds(120),
            Duration.ofSeconds(300),
            new Retry(3, Duration.ofSeconds(1), 2, Duration.ofSeconds(60), 0.5, Resend.NEVER_SENT),
            new Breaker(50, 20, Duration.ofSeconds(10)),
            50,
            Duration.ofSeconds(10),
            Optional.empty(),
            false,
            Optional.empty());

    /**
     * The same settings without a cache.
     *
     * @return this very object if there is none
     */
    public CallSettings uncached() {
        return cache.isEmpty()
                ? this
                : new CallSettings(
                        attempt,
                        total,
                        retry,
                        breaker,
                        bulkhead,
                        bulkheadWait,
                        Optional.empty(),
                        idempotent,
                        arguments);
    }

    /**
     * Exponential back-off with jitter.
     *
     * @param max attempts after the first; 0 switches retry off
     * @param base pause before the first retry
     * @param factor growth of the pause from one retry to the next
     * @param maxDelay longest pause, jitter included
     * @param jitter 0.5 spreads each pause over 0.5 to 1.5 of itself, up to the longest; 0 keeps it exact
     * @param resend which failures may be tried again
     */
    public record Retry(int max, Duration base, double factor, Duration maxDelay, double jitter, Resend resend) {}

    /** Which calls may be sent again. */
    public enum Resend {
        /** Only those that surely never reached the tool, and tools marked idempotent. */
        NEVER_SENT,
        /** All that failed: the operator accepts that a tool may run twice. */
        ALWAYS
    }

    /**
     * Circuit breaker of one tool.
     *
     * @param failureRate percentage of failures in the window that opens it
     * @param window number of calls looked at; no decision before it is full
     * @param waitOpen how long it stays open before it lets trial calls through
     */
    public record Breaker(float failureRate, int window, Duration waitOpen) {}
}
