package io.mehari.failure.similarity;

/**
 * A text that is like the one that was looked for.
 *
 * @param id of the text
 * @param score how alike, up to 1
 */
public record Match(String id, double score) implements Comparable<Match> {
    /** The best match first; of equal ones the order of their ids, so that results are the same each time. */
    @Override
    public int compareTo(Match other) {
        int byScore = Double.compare(other.score, score);
        return byScore != 0 ? byScore : id.compareTo(other.id);
    }
}
