package io.mehari.routes.check;

import io.mehari.text.Position;
import java.util.Comparator;

/**
 * Something wrong or odd in a file.
 *
 * @param severity whether the set can be run
 * @param rule what it is about
 * @param file name, with its folder
 * @param line counted from 1; 0 if it concerns the file as a whole
 * @param column counted from 1, in characters; 0 without a line
 * @param message what is wrong, in a sentence without a full stop at its end; never has a value of a secret
 * @param suggestion what to do, as a sentence; empty if nothing better than the message is known
 */
public record Finding(
        Severity severity, Rule rule, String file, int line, int column, String message, String suggestion)
        implements Comparable<Finding> {
    private static final Comparator<Finding> ORDER = Comparator.comparing(Finding::file)
            .thenComparingInt(Finding::line)
            .thenComparingInt(Finding::column)
            .thenComparing(Finding::severity)
            .thenComparing(Finding::message);

    /** Whether what was found keeps the set from being run. */
    public enum Severity {
        /** The gateway refuses it. */
        ERROR,
        /** The gateway runs it. */
        WARNING
    }

    /** Whether it keeps the set from being run. */
    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /** Message and suggestion. */
    public String text() {
        return suggestion.isEmpty() ? message : message + ". " + suggestion;
    }

    /** File, line and column as compilers write them. */
    public String place() {
        return line == 0 ? file : file + ":" + line + ":" + column;
    }

    @Override
    public int compareTo(Finding other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        String at = line == 0 ? file : file + ", " + new Position(line, column);
        return at + ": " + text();
    }
}
