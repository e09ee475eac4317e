package io.mehari.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Outcome;
import io.mehari.failure.CallFailed;
import io.mehari.failure.FailureClass;
import io.mehari.failure.RecoveryRecord;
import io.mehari.failure.RecoveryRecord.Result;
import io.mehari.failure.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** S1.3: the success rate of recovery, in total and by category; what cannot be recovered by nature apart. */
class RecoveryStatisticsTest {
    private final AtomicLong nanos = new AtomicLong(-5);
    private final RecoveryStatistics statistics = new RecoveryStatistics(nanos::get);

    @Test
    void countsByCategoryAndInTotal() {
        add("CONNECTION", Result.RECOVERED, 2, 9);
        add("CONNECTION", Result.FAILED, 3, 1);
        add("SERVER_ERROR", Result.NOT_ALLOWED, 0, 5);
        add("VALIDATION", Result.NOT_RECOVERABLE, 0, 7);
        add("UNKNOWN", Result.NONE, 0, 1);
        add("UNKNOWN", Result.BROKEN, 0, 2);
        RecoverySummary summary = statistics.summary();
        assertThat(summary.total().errors()).isEqualTo(25);
        assertThat(summary.total().successRate()).isEqualTo(9.0 / 12);
        assertThat(summary.byCategory().get("CONNECTION").successRate()).isEqualTo(0.9);
        assertThat(summary.byCategory().get("CONNECTION").attempts()).isEqualTo(21);
        assertThat(summary.byCategory().get("CONNECTION").meanTimeToRecover()).isEqualTo(Duration.ofSeconds(1));
        assertThat(summary.byCategory().get("SERVER_ERROR").successRate()).isEqualTo(1);
        assertThat(summary.total().notAllowed()).isEqualTo(5);
        assertThat(summary.total().notRecoverable()).isEqualTo(7);
        assertThat(summary.status()).isEqualTo("degraded");
    }

    @Test
    void saysInOneWordHowItStands() {
        assertThat(statistics.summary().status()).as("nothing to recover").isEqualTo("healthy");
        add("CONNECTION", Result.RECOVERED, 1, 9);
        add("CONNECTION", Result.FAILED, 1, 1);
        assertThat(statistics.summary().status()).isEqualTo("healthy");
        add("CONNECTION", Result.FAILED, 1, 20);
        assertThat(statistics.summary().status()).isEqualTo("unhealthy");
    }

    @Test
    void forgetsWhatIsOlderThanAnHour() {
        add("CONNECTION", Result.FAILED, 1, 1);
        nanos.addAndGet(Duration.ofMinutes(59).toNanos());
        assertThat(statistics.summary().total().errors()).isEqualTo(1);
        nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(statistics.summary().total().errors()).isZero();
        add("CONNECTION", Result.FAILED, 1, 1);
        assertThat(statistics.summary().total().errors())
                .as("in the bucket of an hour ago")
                .isEqualTo(1);
    }

    /** Whoever sets the clock of the machine changes the times of events and not what is counted. */
    @Test
    void aClockThatJumpsChangesNothing() {
        statistics.record(event("CONNECTION", Result.RECOVERED, 1, Instant.EPOCH));
        statistics.record(event("CONNECTION", Result.RECOVERED, 1, Instant.parse("2999-01-01T00:00:00Z")));
        statistics.record(event("CONNECTION", Result.RECOVERED, 1, Instant.parse("1999-01-01T00:00:00Z")));
        assertThat(statistics.summary().total().recovered()).isEqualTo(3);
    }

    @Test
    void tenThousandDistinctErrorsAMinuteAreBounded() {
        for (int minute = 0; minute < 60; minute++) {
            for (int i = 0; i < 10_000; i++) {
                add("CATEGORY_" + minute + "_" + i, Result.FAILED, 0, 1);
            }
            nanos.addAndGet(Duration.ofMinutes(1).toNanos());
        }
        RecoverySummary summary = statistics.summary();
        assertThat(summary.total().errors()).isEqualTo(590_000);
        assertThat(summary.byCategory()).hasSizeLessThanOrEqualTo(RecoveryStatistics.MOST_CATEGORIES + 1);
    }

    private void add(String category, Result result, int attempts, int times) {
        for (int i = 0; i < times; i++) {
            statistics.record(event(category, result, attempts, Instant.EPOCH));
        }
    }

    private static CallFailed event(String category, Result result, int attempts, Instant at) {
        return new CallFailed(
                "id",
                "files",
                "read",
                Outcome.UNAVAILABLE,
                new FailureClass(category, Severity.MEDIUM, true, false, "recover-it"),
                "message",
                new RecoveryRecord("recover-it", result, attempts, Duration.ofSeconds(1)),
                at,
                "");
    }
}
