package io.mehari.upstream.http.client;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What servers have written, as it may stand in a message: one line, printable, not long. */
public final class Shown {
    private static final int LONGEST = 200;
    private static final Pattern UNPRINTABLE =
            Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Cf}\\p{Co}\\p{Cn}\\u2028\\u2029\\s]+");

    private Shown() {}

    /**
     * A text.
     *
     * @return its first 200 characters, runs of white space and control codes as one space
     */
    public static String text(String text) {
        String cut = text.length() > 2 * LONGEST ? text.substring(0, 2 * LONGEST) : text;
        String line = UNPRINTABLE.matcher(cut).replaceAll(" ").trim();
        return line.length() > LONGEST ? line.substring(0, LONGEST) + "..." : line;
    }

    /** The beginning of a body. */
    public static String text(byte[] body) {
        return text(new String(body, 0, Math.min(body.length, 4 * LONGEST), StandardCharsets.UTF_8));
    }
}
