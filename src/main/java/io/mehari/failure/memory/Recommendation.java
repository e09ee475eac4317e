package io.mehari.failure.memory;

import java.util.List;
import java.util.Locale;

/**
 * What may help against an error.
 *
 * @param source who knows it
 * @param id of the known error, or of the remembered one that was solved
 * @param title in one line
 * @param category of such errors
 * @param cause why it happens; empty if nobody has said
 * @param fix what helps, the most likely first
 * @param score how sure it is, from 0 to about 2: 1 is a sign found in the text
 */
public record Recommendation(
        Source source, String id, String title, String category, String cause, List<String> fix, double score) {
    /** Who knows it. */
    public enum Source {
        /** The knowledge base. */
        KNOWLEDGE,
        /** An operator, who has solved this error or one like it. */
        OPERATOR;

        /**
         * As it stands in JSON.
         *
         * @return the name in lower case
         */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
