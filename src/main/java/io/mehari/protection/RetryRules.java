package io.mehari.protection;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Failed.Standing;
import io.mehari.catalog.Tool;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.CallSettings.Resend;
import io.netty.util.Timer;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * What all calls under {@link RetryProcessor} have in common: which failed calls may be sent again, and after which
 * pause. Safe for concurrent use.
 *
 * @param random spreads pauses; uniform in [0, 1)
 * @param timer ends pauses
 * @param waitList where calls wait for their server
 * @param times how long servers have taken to be good again, by which pauses are stretched or shortened
 */
record RetryRules(DoubleSupplier random, Timer timer, RetryWaitList waitList, RecoveryTimes times) {
    /** Rules by which pauses are what is configured. */
    RetryRules(DoubleSupplier random, Timer timer, RetryWaitList waitList) {
        this(random, timer, waitList, RecoveryTimes.OFF);
    }

    /**
     * Whether this failure of this tool may be tried again: calls that were surely never sent, or all that may have
     * run where the operator accepts that. An open breaker and a full bulkhead are answers, not reasons to wait.
     */
    boolean mayResend(Tool tool, Exception failure) {
        if (!(failure instanceof ToolCallException refused)) {
            return false;
        }
        Failed result = refused.result();
        if (result.outcome() == Outcome.UNAVAILABLE) {
            return result.standing() != Standing.THERE;
        }
        return mayRunTwice(tool) && isTransient(result);
    }

    private static boolean mayRunTwice(Tool tool) {
        return tool.calls().retry().resend() == Resend.ALWAYS || tool.mayRepeat();
    }

    /** A JSON-RPC error, also one beside a refusal, is what the upstream has decided; asking again would not change it. */
    private static boolean isTransient(Failed result) {
        return result.outcome() != Outcome.INTERNAL && result.upstreamError().isEmpty();
    }

    /**
     * The pause before a retry: exponential, spread by jitter, and never over the longest one.
     *
     * @param server whose pauses follow what it was seen to need
     * @param retry how pauses grow
     * @param retries retries made so far, 0 before the first
     */
    Duration pause(String server, CallSettings.Retry retry, int retries) {
        double millis = times.base(server, retry).toMillis() * Math.pow(retry.factor(), retries);
        double longest = retry.maxDelay().toMillis();
        double exact = Math.min(millis, longest);
        double least = exact * (1 - retry.jitter());
        double most = Math.min(exact * (1 + retry.jitter()), longest);
        return Duration.ofMillis(Math.round(least + (most - least) * random.getAsDouble()));
    }
}
