package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportTest {
    @Test
    void writesFactsRowsAndVerdicts() {
        Cell cell = new Cell("Cache hit", "How it was measured.")
                .row("constant", new Measurement(50_000, 0, 1, 640.4, 600, 900, 1_200, 30.25))
                .row("cached", new Measurement(25_000, 3, 1, 1_280, 1_200, 1_800, 2_400, Double.NaN))
                .target(Target.atLeast("ratio", 0.5, 0.4, 0.6, ""));
        assertThat(Report.markdown(List.of("Machine: 2 cores"), List.of(cell)).lines())
                .containsExactly(
                        "- Machine: 2 cores",
                        "",
                        "### Cache hit",
                        "",
                        "How it was measured.",
                        "",
                        "| what | calls/s | mean us | p50 us | p95 us | p99 us | server CPU us/call | errors |",
                        "|---|---:|---:|---:|---:|---:|---:|---:|",
                        "| constant | 50,000 | 640 | 600 | 900 | 1,200 | 30.3 | 0 |",
                        "| cached | 25,000 | 1,280 | 1,200 | 1,800 | 2,400 | - | 3 |",
                        "",
                        "- ratio: **0.50** (floor 0.40, goal 0.60): floor holds, 0.10 from the goal");
    }

    @Test
    void writesRemarksBeforeVerdicts() {
        Cell cell = new Cell("Passing through", "How.")
                .target(Target.atLeast("ratio", 0.5, 0.4, 0.6, ""))
                .remark("nginx is missing");
        assertThat(Report.markdown(List.of(), List.of(cell)).lines())
                .containsSubsequence(
                        "- nginx is missing",
                        "- ratio: **0.50** (floor 0.40, goal 0.60): floor holds, 0.10 from the goal");
    }

    @Test
    void replacesOnlyTheGeneratedSection() {
        String page = "before\n" + Report.BEGIN + "\nold\n" + Report.END + "\nafter\n";
        String replaced = Report.into(page, "new");
        assertThat(replaced).isEqualTo("before\n" + Report.BEGIN + "\nnew\n" + Report.END + "\nafter\n");
        assertThat(Report.into(replaced, "new")).isEqualTo(replaced);
    }

    @Test
    void somePartsReplaceTheirOwnCellsAndSayWhenTheyWereMeasured() {
        List<Cell> all = List.of(new Cell("Start", "Old."), new Cell("Streams", "Kept."));
        String page = Report.into(
                "before\n" + Report.BEGIN + "\n" + Report.END + "\nafter\n", Report.markdown(List.of("Then"), all));
        String changed = Report.with(
                page, List.of("Now", "Quiet"), List.of(new Cell("Start", "New."), new Cell("Calls", "Added.")));
        assertThat(changed.lines().filter(line -> !line.isBlank()))
                .containsExactly(
                        "before",
                        Report.BEGIN,
                        "- Then",
                        "### Start",
                        "New.",
                        "- Measured by itself. Now; Quiet",
                        "### Streams",
                        "Kept.",
                        "### Calls",
                        "Added.",
                        "- Measured by itself. Now; Quiet",
                        Report.END,
                        "after");
        assertThat(Report.with(changed, List.of(), List.of())).isEqualTo(changed);
    }

    @Test
    void refusesAPageWithoutTheSection() {
        assertThatThrownBy(() -> Report.into("nothing here", "new")).hasMessageContaining(Report.BEGIN);
    }

    @Test
    void theDocumentedPageHasTheSection() throws IOException {
        String page = Files.readString(Path.of("docs/benchmarks.md"));
        assertThat(Report.into(page, "x")).contains(Report.BEGIN + "\nx\n" + Report.END);
    }
}
