package io.mehari.logging;

import io.mehari.redaction.Redaction;
import io.mehari.text.PrintableText;
import java.util.List;

/** What a text from anywhere looks like in the log. Safe for concurrent use. */
final class LogText {
    /** Longest text of one line, in characters; what is longer is cut, and says so. */
    static final int MAX_LINE = 16 * 1024;

    /** Secrets that are known by themselves; the configured ones come with the settings. */
    private static volatile Redaction redaction = new Redaction(List.of());

    private LogText() {}

    static void redactBy(Redaction configured) {
        redaction = configured;
    }

    /** The text in one line, cut, without secrets. */
    static String line(String text) {
        return PrintableText.of(redacted(text));
    }

    /** The text cut and without secrets; lines stay, and all but the first are set in, so that none looks like another entry. */
    static String lines(String text) {
        return printableLines(redacted(text));
    }

    /** Lines as {@link #lines}, of a text that has no secrets. */
    static String printableLines(String clean) {
        if (clean.indexOf('\n') < 0) {
            return PrintableText.of(clean);
        }
        StringBuilder lines = new StringBuilder();
        clean.lines()
                .forEach(line -> lines.append(lines.isEmpty() ? "" : "\n    ").append(PrintableText.of(line)));
        return lines.toString();
    }

    /** The text cut and without secrets. */
    static String redacted(String text) {
        String cut = text.length() <= MAX_LINE
                ? text
                : text.substring(0, MAX_LINE) + "[cut: " + text.length() + " characters]";
        return redaction.text(cut);
    }
}
