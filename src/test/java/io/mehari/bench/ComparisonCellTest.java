package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonCellTest {
    private static final Map<Side, Double> CPU = Map.of(Side.BEFORE, 30.0, Side.AFTER, 31.25, Side.CONTROL, 29.0);

    @Test
    void showsBuildsRatiosSpreadAndVerdict() {
        Comparison comparison =
                new Comparison(false, List.of(1000.0, 2000.0), List.of(950.0, 1900.0), List.of(1000.0, 1960.0));
        Cell cell = ComparisonCell.of("Cache hit", "How.", "calls/s", comparison, CPU);
        assertThat(Report.markdown(List.of(), List.of(cell)).lines())
                .containsExactly(
                        "",
                        "### Cache hit",
                        "",
                        "How.",
                        "",
                        "| what | median calls/s | min calls/s | max calls/s | server CPU us/call |",
                        "|---|---:|---:|---:|---:|",
                        "| before | 1,500 | 1,000 | 2,000 | 30.0 |",
                        "| after | 1,425 | 950 | 1,900 | 31.3 |",
                        "| before again | 1,480 | 1,000 | 1,960 | 29.0 |",
                        "",
                        "| what | median ratio | min | max |",
                        "|---|---:|---:|---:|",
                        "| after / before | 0.950 | 0.950 | 0.950 |",
                        "| before again / before | 0.990 | 0.980 | 1.000 |",
                        "",
                        "- after / before, round by round: 0.950, 0.950",
                        "- before again / before, round by round: 1.000, 0.980",
                        "- spread, before against before: 1.0 % (a smaller difference cannot be told from none)",
                        "- as good as before: **no** (median ratio 0.950, at least 0.970 allowed: 3 %, the spread being less)");
    }

    @Test
    void asksForAnotherRunWhereTheSpreadIsWide() {
        Comparison wide = new Comparison(true, List.of(100.0), List.of(100.0), List.of(89.0));
        Comparison less = new Comparison(true, List.of(100.0), List.of(100.0), List.of(91.0));
        assertThat(ComparisonCell.of("Latency", "How.", "us", wide, CPU).remarks())
                .last()
                .asString()
                .contains("repeat the run");
        assertThat(ComparisonCell.of("Latency", "How.", "us", less, CPU).remarks())
                .last()
                .asString()
                .contains("as good as before: **yes**");
    }
}
