package io.mehari.endpoint.rest;

import io.mehari.call.CallControl;
import io.mehari.call.Quota;
import io.mehari.endpoint.http.Response;
import java.time.Duration;
import java.util.Map;

/**
 * The headers {@code RateLimit-Policy} and {@code RateLimit} of a caller who has a limit
 * (draft-ietf-httpapi-ratelimit-headers, sections 3 and 4): what may be called in which time, how many calls are left to be
 * made at once, and after how many seconds all of them are there again. Stateless.
 */
final class QuotaHeaders {
    private static final String POLICY = "ratelimit-policy";
    private static final String LEFT = "ratelimit";

    private QuotaHeaders() {}

    /**
     * A response with these headers.
     *
     * @param response to a call
     * @param control of the call; null if none ran
     * @return the response itself if its caller has no limit
     */
    static Response onto(Response response, CallControl control) {
        Quota quota = control == null ? Quota.UNLIMITED : control.quota();
        return quota.isLimited() ? response.with(of(quota)) : response;
    }

    private static Map<String, String> of(Quota quota) {
        return Map.of(
                POLICY, quota.policy(), LEFT, "\"burst\";r=" + quota.remaining() + ";t=" + seconds(quota.reset()));
    }

    private static long seconds(Duration time) {
        return time.plusNanos(999_999_999).toSeconds();
    }
}
