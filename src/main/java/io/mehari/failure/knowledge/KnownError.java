package io.mehari.failure.knowledge;

import java.util.List;

/**
 * A kind of error that is known.
 *
 * @param id unique; a letter or digit, then letters, digits and hyphens
 * @param title in one line
 * @param category as in {@code error-patterns.yaml}, or another word
 * @param signs what is in the text of such an error
 * @param examples texts of such errors, which others are compared with
 * @param cause why it happens
 * @param fix what helps, the most likely first
 */
public record KnownError(
        String id,
        String title,
        String category,
        List<Sign> signs,
        List<String> examples,
        String cause,
        List<String> fix) {
    public KnownError {
        signs = List.copyOf(signs);
        examples = List.copyOf(examples);
        fix = List.copyOf(fix);
    }
}
