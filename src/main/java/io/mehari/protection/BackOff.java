package io.mehari.protection;

import io.mehari.upstream.CallSettings;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** The pause before a retry: exponential, spread by jitter, and never over the longest one. */
final class BackOff {
    private BackOff() {}

    /**
     * @param retry how pauses grow
     * @param retries retries made so far, 0 before the first
     * @param random uniform in [0, 1)
     */
    static Duration pause(CallSettings.Retry retry, int retries, DoubleSupplier random) {
        double millis = retry.base().toMillis() * Math.pow(retry.factor(), retries);
        double longest = retry.maxDelay().toMillis();
        double exact = Math.min(millis, longest);
        double least = exact * (1 - retry.jitter());
        double most = Math.min(exact * (1 + retry.jitter()), longest);
        return Duration.ofMillis(Math.round(least + (most - least) * random.getAsDouble()));
    }
}
