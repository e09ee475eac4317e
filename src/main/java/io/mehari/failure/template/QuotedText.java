package io.mehari.failure.template;

import java.util.regex.Pattern;

/** Tells values in quotes from texts in quotes, such as the members of a JSON object that say what happened. Stateless. */
final class QuotedText {
    /** Words from which on quotes are around a text, not a value. */
    private static final int WORDS_OF_A_TEXT = 3;

    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z_]{0,39}");

    /** The member of an object that says what kind of error it is. */
    private static final Pattern KIND = Pattern.compile(
            ".*[\"'](?:error|code|type|reason|status|title|errcode|error_code|kind)[\"']\\s?:\\s?", Pattern.DOTALL);

    /** The member of an object that says it in words. */
    private static final Pattern MESSAGE = Pattern.compile(
            ".*[\"'](?:message|msg|detail|details|description|error|error_description|error_message)[\"']\\s?:\\s?",
            Pattern.DOTALL);

    private static final Pattern MEMBER = Pattern.compile(".*[{,]\\s?", Pattern.DOTALL);

    private QuotedText() {}

    /**
     * Whether what is in quotes stays.
     *
     * @param content between the quotes
     * @param before end of what is written
     * @param text the whole
     * @param close place of the closing quote
     */
    static boolean isKept(String content, String before, String text, int close) {
        boolean key = text.startsWith(":", close + 1)
                && NAME.matcher(content).matches()
                && MEMBER.matcher(before).matches();
        boolean kind = NAME.matcher(content).matches() && KIND.matcher(before).matches();
        boolean message = content.indexOf(' ') > 0 && MESSAGE.matcher(before).matches();
        return key || kind || message || words(content) >= WORDS_OF_A_TEXT;
    }

    /** Words with letters; two ideographs count as one. */
    private static int words(String content) {
        int words = 0;
        int ideographs = 0;
        boolean inside = false;
        for (int i = 0; i < content.length(); i++) {
            char unit = content.charAt(i);
            boolean wide = Character.isIdeographic(unit);
            boolean letter = Character.isLetter(unit) && !wide;
            words += letter && !inside ? 1 : 0;
            ideographs += wide ? 1 : 0;
            inside = letter || inside && !Character.isWhitespace(unit) && !wide;
        }
        return words + ideographs / 2;
    }
}
