package io.mehari.failure.template;

import io.mehari.text.Sha256;

/**
 * The text of an error without what differs each time: numbers, ids, addresses, paths, times and quoted values give way to
 * placeholders such as {@code <num>}. What tells errors apart stays: status codes, error numbers, names of exceptions.
 * Words are looked at by their shape and not by a language. Takes time in proportion to the text, which is cut before.
 *
 * @param text the template, at most {@link #MAX_TEMPLATE} characters; a template of itself
 */
public record ErrorTemplate(String text) {
    /** Characters of an error that are looked at. */
    public static final int MAX_TEXT = 4096;

    /** Longest template, in characters. */
    public static final int MAX_TEMPLATE = 1024;

    /** What one pass leaves, the next one may see as something else, as where a text was cut; rarely more than once. */
    private static final int MOST_PASSES = 6;

    /**
     * The template of an error's text.
     *
     * @param error any text; characters beyond {@link #MAX_TEXT} are left out
     * @return its template; empty for a text of white space
     */
    public static ErrorTemplate of(String error) {
        String text = error.length() <= MAX_TEXT ? error : error.substring(0, MAX_TEXT);
        for (int pass = 0; pass < MOST_PASSES; pass++) {
            String next = new TemplateScanner(text, MAX_TEMPLATE).scan();
            if (next.equals(text)) {
                break;
            }
            text = next;
        }
        return new ErrorTemplate(text);
    }

    /**
     * A name for the template that is the same in every process.
     *
     * @return 16 hexadecimal digits
     */
    public String id() {
        return Sha256.hexOf(text).substring(0, 16);
    }
}
