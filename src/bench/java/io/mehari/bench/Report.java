package io.mehari.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Writes what was measured as Markdown, into the generated section of a page. */
final class Report {
    static final String BEGIN = "<!-- bench:begin (generated, do not edit) -->";
    static final String END = "<!-- bench:end -->";

    private Report() {}

    /** The generated section: facts about machine and run, then each cell. */
    static String markdown(List<String> facts, List<Cell> cells) {
        List<String> lines = new ArrayList<>();
        facts.forEach(fact -> lines.add("- " + fact));
        cells.forEach(cell -> add(lines, cell));
        return String.join("\n", lines);
    }

    private static void add(List<String> lines, Cell cell) {
        lines.addAll(List.of("", "### " + cell.title(), "", cell.note(), ""));
        lines.add("| what | calls/s | mean us | p50 us | p95 us | p99 us | server CPU us/call | errors |");
        lines.add("|---|---:|---:|---:|---:|---:|---:|---:|");
        cell.rows().forEach((what, measurement) -> lines.add(row(what, measurement)));
        lines.add("");
        cell.remarks().forEach(remark -> lines.add("- " + remark));
        cell.targets().forEach(target -> lines.add("- " + target.verdict()));
    }

    private static String row(String what, Measurement m) {
        String cpu = Double.isNaN(m.cpu()) ? "-" : String.format(Locale.ROOT, "%.1f", m.cpu());
        return String.format(
                Locale.ROOT,
                "| %s | %,.0f | %,.0f | %,.0f | %,.0f | %,.0f | %s | %d |",
                what,
                m.rate(),
                m.mean(),
                m.p50(),
                m.p95(),
                m.p99(),
                cpu,
                m.errors());
    }

    /**
     * The page with a new generated section.
     *
     * @throws IllegalArgumentException if the page lacks the marks of the section
     */
    static String into(String page, String section) {
        int begin = page.indexOf(BEGIN);
        int end = page.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IllegalArgumentException("The page has no section between " + BEGIN + " and " + END);
        }
        return page.substring(0, begin + BEGIN.length()) + "\n" + section + "\n" + page.substring(end);
    }
}
