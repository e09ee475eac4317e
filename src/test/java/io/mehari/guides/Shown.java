package io.mehari.guides;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a page shows of an output. {@code ...} stands for any text of a line; alone on a line, for any lines. A JSON
 * text may be laid out otherwise than the output, and {@code ...} stands for any part of it then.
 */
record Shown(String text) {
    private static final String ANY = "...";

    /** Whether this is the whole output. */
    boolean isAllOf(String output) {
        StringBuilder pattern = new StringBuilder();
        for (String line : text.strip().split("\n")) {
            pattern.append(line.strip().equals(ANY) ? "(?:[^\n]*\n)*?" : line(line) + "\\s*\n");
        }
        return Pattern.matches(pattern.toString(), output.strip() + "\n");
    }

    /** Whether this is the JSON text of the output. */
    boolean isJsonOf(String output) {
        return Pattern.compile(line(compact(text)), Pattern.DOTALL)
                .matcher(compact(output))
                .matches();
    }

    /** The first of these lines that no line of a log has, each looked for behind the one before; empty if all are there. */
    Optional<String> missingIn(String log) {
        List<String> lines = new ArrayList<>(List.of(log.split("\n")));
        for (String line : text.strip().split("\n")) {
            if (line.strip().equals(ANY)) {
                continue;
            }
            Pattern pattern = Pattern.compile(line(line.strip()));
            while (!lines.isEmpty() && !pattern.matcher(lines.get(0)).find()) {
                lines.remove(0);
            }
            if (lines.isEmpty()) {
                return Optional.of(line);
            }
            lines.remove(0);
        }
        return Optional.empty();
    }

    private static String line(String line) {
        List<String> parts = new ArrayList<>();
        for (String part : line.split(Pattern.quote(ANY), -1)) {
            parts.add(Pattern.quote(part));
        }
        return String.join(".*", parts);
    }

    /** Without the white space between the parts of a JSON text. */
    private static String compact(String json) {
        StringBuilder compact = new StringBuilder();
        boolean inside = false;
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            if (c == '"' && !(inside && json.charAt(i - 1) == '\\')) {
                inside = !inside;
            }
            if (inside || !Character.isWhitespace(c)) {
                compact.append(c);
            }
        }
        return compact.toString();
    }
}
