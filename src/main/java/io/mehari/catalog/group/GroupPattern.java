package io.mehari.catalog.group;

import io.mehari.text.Wildcard;
import java.util.Optional;

/**
 * Names of tools: {@code server/tool}, where {@code *} in either stands for any text. Immutable.
 *
 * @param server pattern of names of servers
 * @param tool pattern of names of tools
 */
record GroupPattern(String server, String tool) {
    private static final int LONGEST = 300;

    /**
     * Why a text is no pattern.
     *
     * @param text as configured
     * @return cause and remedy; empty if it is one
     */
    static Optional<String> problem(String text) {
        int slash = text == null ? -1 : text.indexOf('/');
        if (slash > 0 && slash < text.length() - 1 && text.length() <= LONGEST) {
            return Optional.empty();
        }
        return Optional.of(
                "\"" + text + "\" is no pattern: write server/tool, with * for any text, such as files/read_*,"
                        + " in at most " + LONGEST + " characters");
    }

    /**
     * Reads a pattern without a {@link #problem}. What follows the first slash is of the tool, whose name may have slashes.
     *
     * @param text as configured
     * @return never null
     */
    static GroupPattern of(String text) {
        int slash = text.indexOf('/');
        return new GroupPattern(text.substring(0, slash), text.substring(slash + 1));
    }

    /** Whether it names one tool only. */
    boolean isExact() {
        return server.indexOf('*') < 0 && tool.indexOf('*') < 0;
    }

    /** Whether it is the name of this tool. */
    boolean matches(String serverName, String toolName) {
        return isLike(server, serverName) && isLike(tool, toolName);
    }

    /** As {@link Wildcard#isLike}. */
    static boolean isLike(String pattern, String name) {
        return Wildcard.isLike(pattern, name);
    }
}
