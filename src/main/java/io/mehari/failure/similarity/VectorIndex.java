package io.mehari.failure.similarity;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Vectors by id, kept in a folder, and those nearest to another by cosine. Implementations are safe for concurrent use. */
public interface VectorIndex extends AutoCloseable {
    /** Most vectors added by one commit. */
    int BATCH = 100;

    /**
     * Adds vectors, in batches of {@link #BATCH}; each batch is in the folder when the next one begins.
     *
     * @param vectors by id, of length 1; those of ids that are there are replaced
     */
    void add(Map<String, float[]> vectors);

    /**
     * Removes vectors.
     *
     * @param ids those that are not there are of no effect
     */
    void remove(Collection<String> ids);

    /**
     * The nearest vectors.
     *
     * @param vector of length 1
     * @param most how many at most
     * @return the nearest first, their cosine as the score
     */
    List<Match> nearest(float[] vector, int most);

    /**
     * Which vectors are there.
     *
     * @return their ids
     */
    Set<String> ids();

    /** Closes the folder. */
    @Override
    void close();
}
