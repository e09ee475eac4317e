package io.mehari.monitoring.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.alert.Alerts;
import io.mehari.event.AlertSeverity;
import io.mehari.monitoring.alert.AlertThresholds;
import io.mehari.monitoring.prediction.FaultTraces.Trace;
import io.mehari.monitoring.sample.CallFigures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * S1.13: how well failures are predicted, on traces that were never used to choose the constants of {@link RisingSeries}:
 * another seed and other numbers of calls. The figures stand in docs/reliability.md.
 */
class PredictionQualityTest {
    private static final Logger LOG = LoggerFactory.getLogger(PredictionQualityTest.class);
    private static final AlertThresholds THRESHOLDS = new AlertThresholds(80, 90, 5, 5, 10);
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    /** What came of a set of traces: right and wrong alerts, faults that came without one, lead in samples. */
    private record Score(int right, int wrong, int missed, List<Integer> leads) {
        double precision() {
            return right + wrong == 0 ? 1 : (double) right / (right + wrong);
        }

        double recall() {
            return (double) right / (right + missed);
        }

        double medianLeadSeconds() {
            List<Integer> sorted = leads.stream().sorted().toList();
            return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2) * (double) INTERVAL.toSeconds();
        }

        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "precision %.2f, recall %.2f, median lead %.0f s (%d right, %d wrong, %d missed)",
                    precision(),
                    recall(),
                    medianLeadSeconds(),
                    right,
                    wrong,
                    missed);
        }
    }

    @Test
    @DisplayName("S1.13: faults that come slowly are predicted before their threshold is crossed")
    void predictsFaultsThatComeSlowly() {
        List<Trace> tuned = new FaultTraces(1, 8, 15, 30, 60, 150).make(40);
        List<Trace> unseen = new FaultTraces(77, 6, 12, 25, 50, 200, 500).make(60);
        LOG.warn("tuning part: {}", score(tuned));
        Score all = score(unseen);
        Score times = score(only(unseen, trace -> trace.times()));
        Score errors = score(only(unseen, trace -> !trace.times()));
        Score errorsOfMany = score(only(unseen, trace -> !trace.times() && trace.callsPerSample() >= 200));
        LOG.warn("all: {}", all);
        LOG.warn("response times: {}", times);
        LOG.warn("error rates: {}", errors);
        LOG.warn("error rates at 200 calls a sample and more: {}", errorsOfMany);

        assertThat(all.precision()).isGreaterThanOrEqualTo(0.8);
        assertThat(times.recall()).isGreaterThanOrEqualTo(0.9);
        assertThat(errorsOfMany.recall()).isGreaterThanOrEqualTo(0.5);
        assertThat(all.medianLeadSeconds()).isGreaterThanOrEqualTo(90);
    }

    private static List<Trace> only(List<Trace> traces, Predicate<Trace> wanted) {
        return traces.stream().filter(wanted).toList();
    }

    private static Score score(List<Trace> traces) {
        int right = 0;
        int wrong = 0;
        int missed = 0;
        List<Integer> leads = new ArrayList<>();
        for (Trace trace : traces) {
            Played played = play(trace);
            wrong += played.wrong;
            if (!trace.kind().goesWrongSlowly || played.crossed < 0) {
                continue;
            }
            if (played.right >= 0 && played.right < played.crossed) {
                right++;
                leads.add(played.crossed - played.right);
            } else {
                missed++;
            }
        }
        return new Score(right, wrong, missed, leads);
    }

    /** First right alert, number of wrong ones, and the sample at which the threshold was crossed; -1 for never. */
    private record Played(int right, int wrong, int crossed) {}

    /** Until the threshold is crossed for two samples together, as the alert on it judges. */
    private static Played play(Trace trace) {
        List<String> raised = new ArrayList<>();
        FailurePrediction prediction = new FailurePrediction(new Alerts() {
            @Override
            public void raise(String key, AlertSeverity severity, String text, String remedy) {
                if (!raised.contains(key)) {
                    raised.add(key);
                }
            }

            @Override
            public void clear(String key) {
                raised.remove(key);
            }
        });
        int right = -1;
        int wrong = 0;
        int before = 0;
        CallFigures last = CallFigures.NONE;
        for (int t = 0; t < trace.samples().size(); t++) {
            CallFigures now = trace.samples().get(t);
            if (crossed(now.plus(last), trace.times()) && t >= trace.onset()) {
                return new Played(right, wrong, t);
            }
            prediction.next(Map.of("s", now), INTERVAL, THRESHOLDS);
            if (raised.size() > before) {
                boolean fault = trace.kind().goesWrongSlowly || trace.kind() == FaultTraces.Kind.SUDDEN;
                if (fault && t >= trace.onset()) {
                    right = right < 0 ? t : right;
                } else {
                    wrong += raised.size() - before;
                }
            }
            before = raised.size();
            last = now;
        }
        return new Played(right, wrong, -1);
    }

    private static boolean crossed(CallFigures calls, boolean times) {
        return calls.calls() >= THRESHOLDS.minCalls()
                && (times
                        ? calls.responseSeconds() > THRESHOLDS.responseTimeSeconds()
                        : 100 * calls.errorRate() > THRESHOLDS.errorRatePercent());
    }
}
