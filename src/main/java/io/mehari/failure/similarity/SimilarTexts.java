package io.mehari.failure.similarity;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Texts that are compared by their letters, and by their meaning as soon as a model is there and has made their vectors.
 * Safe for concurrent use; {@link #catchUp} is for one thread.
 */
public final class SimilarTexts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SimilarTexts.class);

    /** What letters and meaning count for where both are known; chosen on the train part of the labelled errors. */
    static final double MEANING = 0.5;

    private static final int CANDIDATES = 100;

    private final Embedder embedder;
    private final Path folder;
    private final BiFunction<Path, String, VectorIndex> opening;
    private volatile Map<String, String> texts = Map.of();
    private volatile LexicalIndex letters = LexicalIndex.of(Map.of());
    private volatile VectorIndex vectors;
    private volatile boolean broken;
    private volatile boolean behind;
    private volatile boolean complete;

    /**
     * No texts yet.
     *
     * @param embedder makes vectors
     * @param folder of the index of vectors
     * @param opening opens it for a model; may throw
     */
    public SimilarTexts(Embedder embedder, Path folder, BiFunction<Path, String, VectorIndex> opening) {
        this.embedder = embedder;
        this.folder = folder;
        this.opening = opening;
    }

    /**
     * Replaces all texts; vectors follow by {@link #catchUp}.
     *
     * @param all by ids that change when their text does
     */
    public void replace(Map<String, String> all) {
        texts = new LinkedHashMap<>(all);
        letters = LexicalIndex.of(all);
        behind = true;
    }

    /**
     * Makes vectors of texts that have none, and removes those of texts that are gone.
     *
     * @param most how many texts at most; each takes about 5 ms
     * @return how many were made
     */
    public int catchUp(int most) {
        if (embedder.state() != Embedder.State.READY || broken || !open()) {
            return 0;
        }
        try {
            behind = false;
            Map<String, String> wanted = texts;
            Set<String> surplus = new HashSet<>(vectors.ids());
            Map<String, float[]> made = new LinkedHashMap<>();
            for (Map.Entry<String, String> text : wanted.entrySet()) {
                if (!surplus.remove(text.getKey()) && made.size() < most) {
                    embedder.embed(text.getValue()).ifPresent(vector -> made.put(text.getKey(), vector));
                }
            }
            if (!surplus.isEmpty()) {
                vectors.remove(surplus);
            }
            if (!made.isEmpty()) {
                vectors.add(made);
            }
            behind = behind || made.size() >= most;
            complete = complete || made.size() < most;
            return made.size();
        } catch (RuntimeException e) {
            broken = true;
            LOG.warn(
                    "The index of errors in {} cannot be written; errors are compared by their letters only",
                    folder,
                    e);
            return 0;
        }
    }

    /** An index that is damaged is made anew: everything in it can be made again. */
    private boolean open() {
        if (vectors != null) {
            return true;
        }
        try {
            vectors = opening.apply(folder, embedder.id());
        } catch (RuntimeException damaged) {
            LOG.warn("The index of errors in {} is made anew: {}", folder, damaged.toString());
            try {
                OldIndex.remove(folder);
                vectors = opening.apply(folder, embedder.id());
            } catch (RuntimeException e) {
                broken = true;
                LOG.warn("There can be no index of errors in {}; they are compared by their letters only", folder, e);
            }
        }
        return vectors != null;
    }

    /**
     * The texts most like another.
     *
     * @param text looked for
     * @param most how many at most
     * @return the best first
     */
    public List<Match> nearest(String text, int most) {
        Map<String, Double> scores = new HashMap<>();
        List<Match> byLetters = letters.nearest(text, CANDIDATES);
        float[] vector = isByMeaning() ? embedder.embed(text).orElse(null) : null;
        double share = vector == null ? 0 : MEANING;
        byLetters.forEach(match -> scores.put(match.id(), (1 - share) * match.score()));
        if (vector != null) {
            vectors.nearest(vector, CANDIDATES)
                    .forEach(match -> scores.merge(match.id(), share * embedder.score(match.score()), Double::sum));
            scores.keySet().retainAll(texts.keySet());
        }
        List<Match> matches = new ArrayList<>();
        scores.forEach((id, score) -> matches.add(new Match(id, score)));
        matches.sort(null);
        return List.copyOf(matches.subList(0, Math.min(most, matches.size())));
    }

    /**
     * The texts most like another by their meaning alone.
     *
     * @param text looked for
     * @param most how many at most
     * @return the best first, with their cosine; none while there is no model
     */
    public List<Match> byMeaning(String text, int most) {
        return isByMeaning()
                ? embedder.embed(text)
                        .map(vector -> vectors.nearest(vector, most))
                        .orElse(List.of())
                : List.of();
    }

    /**
     * Whether vectors are compared, too.
     *
     * @return false while only letters are, as before the first vectors of all texts are there
     */
    public boolean isByMeaning() {
        return vectors != null && complete && !broken && embedder.state() == Embedder.State.READY;
    }

    /**
     * Whether {@link #catchUp} has something to do.
     *
     * @return false while there is no model
     */
    public boolean isBehind() {
        return behind && !broken && embedder.state() == Embedder.State.READY;
    }

    /**
     * How many vectors there are.
     *
     * @return their number; 0 while there is no index
     */
    public int vectors() {
        VectorIndex index = vectors;
        return index == null ? 0 : index.ids().size();
    }

    @Override
    public void close() {
        if (vectors != null) {
            vectors.close();
        }
    }
}
