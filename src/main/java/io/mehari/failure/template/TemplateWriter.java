package io.mehari.failure.template;

import java.util.Locale;

/** The template as it grows, within its bound. Lists of one placeholder become one. For one thread. */
final class TemplateWriter {
    private final StringBuilder out = new StringBuilder(256);
    private final int most;

    /** The placeholder that is written last, and where it ends. */
    private String last = "";

    private int lastEnd = -1;
    private boolean full;

    TemplateWriter(int most) {
        this.most = most;
    }

    boolean isFull() {
        return full;
    }

    /** Whether nothing stands between the last placeholder and what comes next. */
    boolean isGlued() {
        return lastEnd == out.length();
    }

    void space() {
        if (out.length() > 0 && out.charAt(out.length() - 1) != ' ') {
            literal(' ');
        }
    }

    void literal(char unit) {
        if (room(1)) {
            out.append(unit);
        }
    }

    void literal(String word) {
        if (room(word.length())) {
            out.append(word);
        }
    }

    void placeholder(String placeholder) {
        if (repeats(placeholder)) {
            out.setLength(lastEnd);
        } else if (room(placeholder.length())) {
            out.append(placeholder);
            last = placeholder;
            lastEnd = out.length();
        }
    }

    /** Whether only a space or a comma lies between this placeholder and the same one. */
    private boolean repeats(String placeholder) {
        if (!placeholder.equals(last)) {
            return false;
        }
        String between = out.substring(lastEnd);
        return between.isEmpty() || between.equals(" ") || between.equals(",") || between.equals(", ");
    }

    /** The end of what is written, in lower case: what comes next may depend on it. */
    String tail() {
        return out.substring(Math.max(0, out.length() - 32)).toLowerCase(Locale.ROOT);
    }

    String finish() {
        return out.toString().strip();
    }

    private boolean room(int more) {
        full = full || out.length() + more > most;
        return !full;
    }
}
