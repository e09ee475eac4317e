package io.mehari.pipeline;

import io.mehari.upstream.CallSettings;
import java.time.Duration;
import java.util.function.DoubleSupplier;

/** The pause before a retry: exponential, capped, spread by jitter (S2.4). */
final class BackOff {
    private BackOff() {}

    /**
     * @param retry how pauses grow
     * @param retries retries made so far, 0 before the first
     * @param random uniform in [0, 1)
     */
    static Duration pause(CallSettings.Retry retry, int retries, DoubleSupplier random) {
        double millis = retry.base().toMillis() * Math.pow(retry.factor(), retries);
        double capped = Math.min(millis, retry.maxDelay().toMillis());
        double spread = 1 - retry.jitter() + 2 * retry.jitter() * random.getAsDouble();
        return Duration.ofMillis(Math.round(capped * spread));
    }
}
