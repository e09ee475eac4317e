package io.mehari.configuration.serversfile;

import io.mehari.text.Position;

/**
 * Something worth saying about a configuration file.
 *
 * @param severity what follows from it
 * @param position where it stands
 * @param path JSONPath to it; empty where the text is not even JSON
 * @param text what is the matter, and what to do
 */
public record Finding(Severity severity, Position position, String path, String text) {
    private static final int LONGEST_PATH = 200;
    private static final int LONGEST_TEXT = 1000;

    /** What follows from a finding. */
    public enum Severity {
        /** The server in whose entry it is does not start; elsewhere, or where strictness is asked for, the gateway. */
        ERROR,
        /** The gateway starts, and does not do something that was asked for. */
        WARNING,
        /** The gateway does as configured, which may have been forgotten. */
        NOTE
    }

    private static String cut(String text, int longest) {
        return text.length() <= longest ? text : text.substring(0, longest) + "...";
    }

    @Override
    public String toString() {
        return position + ": " + (path.isEmpty() ? "" : cut(path, LONGEST_PATH) + ": ") + cut(text, LONGEST_TEXT);
    }
}
