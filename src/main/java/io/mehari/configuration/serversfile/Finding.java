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
    /** What follows from a finding. */
    public enum Severity {
        /** The gateway does not start. */
        ERROR,
        /** The gateway starts, and does not do something that was asked for. */
        WARNING,
        /** The gateway does as configured, which may have been forgotten. */
        NOTE
    }

    @Override
    public String toString() {
        return position + ": " + (path.isEmpty() ? "" : path + ": ") + text;
    }
}
