package io.mehari.history;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is different between two texts, as {@code diff -u} says it. Lines that are the same at both ends are found first; what is
 * between is compared line by line where it is short, and shown as a whole where it is not. Stateless.
 */
public final class LineDiff {
    private static final int CONTEXT = 3;

    /** Cells of the table of longest common parts: 2,000 times 2,000 lines. */
    private static final long MOST_CELLS = 4_000_000;

    private LineDiff() {}

    /**
     * Compares.
     *
     * @param name of the file
     * @param before empty text for a file that was not there
     * @param after empty text for a file that is not there any more
     * @return empty if both are the same
     */
    public static String of(String name, byte[] before, byte[] after) {
        if (Arrays.equals(before, after)) {
            return "";
        }
        List<String> old = lines(before);
        List<String> now = lines(after);
        int head = 0;
        int shorter = Math.min(old.size(), now.size());
        while (head < shorter && old.get(head).equals(now.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        List<String> script = new ArrayList<>();
        int from = Math.max(0, head - CONTEXT);
        old.subList(from, head).forEach(line -> script.add(" " + line));
        middle(old.subList(head, old.size() - tail), now.subList(head, now.size() - tail), script);
        int to = Math.min(old.size(), old.size() - tail + CONTEXT);
        old.subList(old.size() - tail, to).forEach(line -> script.add(" " + line));
        long removed = script.stream().filter(line -> !line.startsWith("+")).count();
        long added = script.stream().filter(line -> !line.startsWith("-")).count();
        return "--- " + name + "\n+++ " + name + "\n@@ -" + range(from, removed) + " +" + range(from, added) + " @@\n"
                + String.join("\n", script) + "\n";
    }

    private static String range(int from, long count) {
        return (count == 0 ? from : from + 1) + "," + count;
    }

    private static List<String> lines(byte[] content) {
        return content.length == 0
                ? List.of()
                : new String(content, StandardCharsets.UTF_8).lines().toList();
    }

    /** The table holds the length of the longest common part of what begins at two lines. */
    private static void middle(List<String> old, List<String> now, List<String> script) {
        if ((long) old.size() * now.size() > MOST_CELLS) {
            old.forEach(line -> script.add("-" + line));
            now.forEach(line -> script.add("+" + line));
            return;
        }
        int[][] common = new int[old.size() + 1][now.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(now.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
                script.add(" " + old.get(i++));
                j++;
            } else if (j == now.size() || i < old.size() && common[i + 1][j] >= common[i][j + 1]) {
                script.add("-" + old.get(i++));
            } else {
                script.add("+" + now.get(j++));
            }
        }
    }
}
