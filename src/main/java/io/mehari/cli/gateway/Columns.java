package io.mehari.cli.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Rows of texts in columns. Stateless. */
public final class Columns {
    private Columns() {}

    /**
     * Columns as wide as their widest cell; the last one as it is.
     *
     * @param rows the titles first; each as long as that one
     * @return lines, without a line end at the end
     */
    public static String of(List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>();
        for (int i = 0; i < rows.get(0).size(); i++) {
            int column = i;
            widths.add(rows.stream()
                    .mapToInt(row -> row.get(column).length())
                    .max()
                    .orElse(0));
        }
        return rows.stream().map(row -> line(row, widths)).collect(Collectors.joining(System.lineSeparator()));
    }

    private static String line(List<String> row, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.size(); i++) {
            line.append(String.format("%-" + Math.max(1, widths.get(i)) + "s  ", row.get(i)));
        }
        return line.toString().stripTrailing();
    }
}
