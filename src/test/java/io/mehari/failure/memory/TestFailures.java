package io.mehari.failure.memory;

import io.mehari.call.Outcome;
import io.mehari.failure.CallFailed;
import io.mehari.failure.FailureClass;
import io.mehari.failure.RecoveryRecord;
import io.mehari.failure.Severity;
import java.time.Instant;

/** Failed calls for tests. */
final class TestFailures {
    static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    private TestFailures() {}

    static CallFailed failed(String message, Instant at) {
        return new CallFailed(
                "r-1",
                "files",
                "read",
                Outcome.UPSTREAM_ERROR,
                new FailureClass("NETWORK", Severity.HIGH, true, false, "network"),
                message,
                RecoveryRecord.NONE,
                at,
                "");
    }

    static CallFailed ofTrace(String message, String traceId) {
        CallFailed failed = failed(message, NOON);
        return new CallFailed(
                failed.requestId(),
                failed.server(),
                failed.tool(),
                failed.outcome(),
                failed.classified(),
                failed.message(),
                failed.recovery(),
                failed.at(),
                traceId);
    }

    static CallFailed failed(String message) {
        return failed(message, NOON);
    }
}
