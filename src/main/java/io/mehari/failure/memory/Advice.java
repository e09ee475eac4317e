package io.mehari.failure.memory;

import java.util.List;

/**
 * What is known about a text of an error.
 *
 * @param template of the text
 * @param method by what texts were compared: {@code lexical}, or {@code lexical+vector}
 * @param note why not by vectors; empty if they were
 * @param similar remembered errors that are like it, the most like first
 * @param recommendations what may help, the best first
 */
public record Advice(
        String template, String method, String note, List<Similar> similar, List<Recommendation> recommendations) {
    /**
     * A remembered error that is like the text.
     *
     * @param error as it was when it was looked for
     * @param score how alike, up to 1
     */
    public record Similar(RememberedError error, double score) {}
}
