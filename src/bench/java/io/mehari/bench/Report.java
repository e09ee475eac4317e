package io.mehari.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
        List<String> headings = List.of();
        for (Map.Entry<String, Figures> row : cell.rows().entrySet()) {
            if (!row.getValue().headings().equals(headings)) {
                if (!headings.isEmpty()) {
                    lines.add("");
                }
                headings = row.getValue().headings();
                lines.addAll(List.of(
                        "| what | " + String.join(" | ", headings) + " |", "|---|" + "---:|".repeat(headings.size())));
            }
            lines.add("| " + row.getKey() + " | "
                    + String.join(" | ", row.getValue().values()) + " |");
        }
        lines.add("");
        cell.remarks().forEach(remark -> lines.add("- " + remark));
        cell.targets().forEach(target -> lines.add("- " + target.verdict()));
    }

    /**
     * The page with these cells in place of those of the same title, or behind the others; each says when and where it
     * was measured, since the rest of the section is of other runs.
     *
     * @throws IllegalArgumentException if the page lacks the marks of the section
     */
    static String with(String page, List<String> facts, List<Cell> cells) {
        String[] before = section(page).split("\n(?=### )");
        Map<String, String> blocks = new LinkedHashMap<>();
        for (int i = 1; i < before.length; i++) {
            blocks.put(before[i].lines().findFirst().orElseThrow(), before[i].strip());
        }
        for (Cell cell : cells) {
            List<String> lines = new ArrayList<>();
            add(lines, cell);
            lines.add("- Measured by itself. " + String.join("; ", facts));
            blocks.put("### " + cell.title(), String.join("\n", lines).strip());
        }
        return into(page, before[0].strip() + "\n\n" + String.join("\n\n", blocks.values()));
    }

    private static String section(String page) {
        into(page, "");
        return page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));
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
