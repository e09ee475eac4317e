package io.mehari.call;

import java.time.Duration;

/**
 * What a caller may still call, as it was when one of its calls was counted. Immutable.
 *
 * @param granted whether this call may go on; false if it is one too many
 * @param policy what the caller may do at all, as the field {@code RateLimit-Policy} has it; empty where there is no limit
 * @param remaining calls that it may still make at once
 * @param reset after what time all that it may make at once is there again, if it makes no more calls
 * @param retryAfter after what time a further call is granted; zero if there is one left
 */
public record Quota(boolean granted, String policy, long remaining, Duration reset, Duration retryAfter) {
    /** Of a caller who has no limit. */
    public static final Quota UNLIMITED = new Quota(true, "", Long.MAX_VALUE, Duration.ZERO, Duration.ZERO);

    /**
     * Whether the caller has a limit at all.
     *
     * @return false for {@link #UNLIMITED}
     */
    public boolean isLimited() {
        return !policy.isEmpty();
    }
}
