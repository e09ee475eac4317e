package io.mehari.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.protocol.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S4.8: load test, regression check, capacity hints")
class CapacityTest {
    private long now = 1;

    @Test
    void bendsWhereMoreCallersGetNoMore() {
        Knee knee =
                Knee.of(List.of(step(1, 100, 0), step(2, 190, 0), step(4, 300, 0), step(8, 320, 0), step(16, 900, 0)));
        assertThat(knee.best()).map(StepResult::callers).contains(4);
        assertThat(knee.bent()).map(StepResult::callers).contains(8);
        assertThat(knee.planned()).isEqualTo(210);
    }

    @Test
    void bendsWhereCallsFail() {
        Knee knee = Knee.of(List.of(step(1, 100, 0), step(2, 190, 0.009), step(4, 380, 0.02)));
        assertThat(knee.best()).map(StepResult::callers).contains(2);
        assertThat(knee.bent()).map(StepResult::callers).contains(4);
    }

    @Test
    void aFewMoreCallersNeedNotGetMore() {
        Knee knee = Knee.of(List.of(step(10, 1_000, 0), step(12, 1_010, 0), step(14, 1_300, 0)));
        assertThat(knee.bent()).isEmpty();
        assertThat(knee.best()).map(StepResult::callers).contains(14);
    }

    @Test
    void bearsNothingWhereTheFirstStepFails() {
        Knee knee = Knee.of(List.of(step(1, 100, 0.5), step(2, 200, 0)));
        assertThat(knee.best()).isEmpty();
        assertThat(knee.planned()).isZero();
    }

    @Test
    void eachCallerCallsAgainAsSoonAsItIsAnsweredUntilTheStepIsOver() {
        List<CompletableFuture<String>> open = new ArrayList<>();
        LoadStep step = new LoadStep(2, Duration.ofMillis(10), () -> add(open), () -> now);
        CompletableFuture<Void> ended = step.run();
        assertThat(open).hasSize(2);
        now += 4_000_000;
        open.get(0).complete("success");
        assertThat(open).hasSize(3);
        open.get(1).complete("unavailable");
        now += 7_000_000; // over the end
        open.get(2).complete("success");
        assertThat(open).hasSize(4);
        assertThat(ended).isNotDone();
        open.get(3).complete("success");
        assertThat(ended).isDone();
        StepResult result = step.result();
        assertThat(result.calls()).isEqualTo(2);
        assertThat(result.outcomes()).isEqualTo(Map.of("success", 1L, "unavailable", 1L));
        assertThat(result.callsPerSecond()).isEqualTo(100);
        assertThat(result.failing()).isEqualTo(0.5);
        assertThat(result.max()).isEqualTo(4);
    }

    @Test
    void answersThatAreThereImmediatelyDoNotPileUp() {
        AtomicInteger calls = new AtomicInteger();
        LoadStep step = new LoadStep(
                1,
                Duration.ofMillis(100),
                () -> {
                    now += 1_000;
                    calls.incrementAndGet();
                    return CompletableFuture.completedFuture("success");
                },
                () -> now);
        assertThat(step.run()).isDone();
        assertThat(calls.get()).isGreaterThan(50_000);
    }

    @Test
    void endsAfterAStepOfWhichMostFails() throws InterruptedException {
        List<Integer> ended = new ArrayList<>();
        List<StepResult> steps = new CapacityRun(
                        List.of(1, 2, 4),
                        Duration.ZERO,
                        Duration.ofMillis(5),
                        (step, over) -> ended.add(step.callers()))
                .run(() -> CompletableFuture.completedFuture("unavailable"));
        assertThat(steps).hasSize(1);
        assertThat(ended).containsExactly(1);
    }

    @Test
    void aReportIsReadAsItWasSaved() {
        CapacityReport report = report(step(1, 100, 0), step(2, 200, 0.1));
        assertThat(CapacityReport.of(report.json())).isEqualTo(report);
        assertThat(report.json().at("/capacity/calls_per_second").asDouble()).isEqualTo(100);
        assertThat(report.json().at("/capacity/bends_at_callers").asInt()).isEqualTo(2);
        assertThatThrownBy(() -> CapacityReport.of(Json.object())).hasMessageContaining("not a report");
    }

    @Test
    void whatIsWorseBeyondTheToleranceIsNamed() {
        CapacityReport before = report(step(1, 100, 0), step(2, 200, 0), step(4, 400, 0));
        assertThat(ReportComparison.of(before, before, 0).worse()).isEmpty();
        ReportComparison slower =
                ReportComparison.of(before, report(step(1, 85, 0), step(2, 100, 0), step(8, 1, 0)), 0.2);
        assertThat(slower.rows()).extracting(ReportComparison.Row::callers).containsExactly(1, 2);
        assertThat(slower.rows().get(1).rate()).isEqualTo(0.5);
        assertThat(slower.worse())
                .containsExactly(
                        "calls a second with 2 callers: 0.50 times as many",
                        "p50 with 2 callers: 2.00 times as long",
                        "p90 with 2 callers: 2.00 times as long");
        assertThat(ReportComparison.of(before, report(step(1, 100, 0.05)), 0.2).worse())
                .containsExactly("failures with 1 callers: 5.0 % instead of 0.0 %");
    }

    @Test
    void reportsOfOtherCallsAreNotCompared() {
        CapacityReport before = report(step(1, 100, 0));
        CapacityReport other = new CapacityReport("files/read", "{}", Instant.EPOCH, before.steps());
        assertThatThrownBy(() -> ReportComparison.of(before, other, 0.2)).hasMessageContaining("it is of other calls");
        assertThatThrownBy(() -> ReportComparison.of(before, report(step(3, 1, 0)), 0.2))
                .hasMessageContaining("no number of callers in common");
    }

    private static CompletableFuture<String> add(List<CompletableFuture<String>> open) {
        CompletableFuture<String> call = new CompletableFuture<>();
        open.add(call);
        return call;
    }

    private static CapacityReport report(StepResult... steps) {
        return new CapacityReport("camel/current_time", "{}", Instant.EPOCH, List.of(steps));
    }

    /** A step of ten seconds whose times follow from its calls a second. */
    private static StepResult step(int callers, double rate, double failing) {
        long calls = 10_000;
        long failed = Math.round(calls * failing);
        double millis = 1_000 * callers / rate;
        return new StepResult(
                callers,
                10,
                calls,
                rate,
                millis,
                2 * millis,
                3 * millis,
                4 * millis,
                Map.of("success", calls - failed, "unavailable", failed));
    }
}
