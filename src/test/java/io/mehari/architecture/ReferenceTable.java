package io.mehari.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One table of a page in {@code docs}. It stands between the comments {@code <!-- table: name -->} and {@code
 * <!-- end: name -->}. The first cells of each row come from the code, the cells after them are written by hand and
 * kept. {@code -Dmehari.docs.write=true} rewrites the cells that come from the code.
 */
public final class ReferenceTable {
    private static final Path PAGES = Path.of("docs");
    private static final boolean WRITE = Boolean.getBoolean("mehari.docs.write");

    private final Path page;
    private final List<String> lines;
    private final int first;
    private final int end;

    /**
     * A table as it stands on its page.
     *
     * @param page file below {@code docs}
     * @param name as in the comments around the table
     */
    public ReferenceTable(String page, String name) {
        this.page = PAGES.resolve(page);
        try {
            this.lines = Files.readAllLines(this.page);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.first = lines.indexOf("<!-- table: " + name + " -->") + 3;
        this.end = lines.indexOf("<!-- end: " + name + " -->");
        assertThat(first).as("%s has no table %s", this.page, name).isBetween(3, end);
    }

    /** The first cell of each row. */
    public List<String> names() {
        return lines.subList(first, end).stream()
                .map(line -> cells(line).get(0))
                .toList();
    }

    /**
     * Compares the table with the code, or rewrites it.
     *
     * @param rows the cells that come from the code, row by row; the first cell names the row
     */
    public void mustBe(List<List<String>> rows) {
        int columns = cells(lines.get(first - 2)).size();
        Map<String, List<String>> written = new LinkedHashMap<>();
        lines.subList(first, end).stream()
                .map(ReferenceTable::cells)
                .forEach(cells -> written.put(cells.get(0), cells));
        List<String> expected =
                rows.stream().map(row -> line(row, written, columns)).toList();
        if (WRITE) {
            rewrite(expected);
        }
        List<String> missing = new ArrayList<>(expected);
        missing.removeAll(lines.subList(first, end));
        List<String> tooMany = new ArrayList<>(lines.subList(first, end));
        tooMany.removeAll(expected);
        assertThat(WRITE || lines.subList(first, end).equals(expected))
                .as(
                        "%s differs from the code. Add in this order:%n%s%nRemove:%n%s%n"
                                + "or run this test with -Dmehari.docs.write=true and fill in the empty cells",
                        page, String.join("\n", missing), String.join("\n", tooMany))
                .isTrue();
        assertThat(expected)
                .as("rows of %s with an empty cell: describe them", page)
                .noneMatch(line -> line.contains("|  |"));
    }

    private static String line(List<String> row, Map<String, List<String>> written, int columns) {
        List<String> before = written.getOrDefault(row.get(0), List.of());
        List<String> cells = new ArrayList<>(row);
        for (int column = row.size(); column < columns; column++) {
            cells.add(column < before.size() ? before.get(column) : "");
        }
        return "| " + String.join(" | ", cells) + " |";
    }

    private void rewrite(List<String> expected) {
        List<String> all = new ArrayList<>(lines.subList(0, first));
        all.addAll(expected);
        all.addAll(lines.subList(end, lines.size()));
        try {
            Files.write(page, all);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A bar within a cell is escaped by a backslash. */
    private static List<String> cells(String line) {
        String inside = line.strip().replaceAll("^\\||\\|$", "");
        return Arrays.stream(inside.split("(?<!\\\\)\\|", -1))
                .map(String::strip)
                .toList();
    }
}
