package io.mehari.failure.similarity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds texts that are alike by their letters: cosine of weighted parts (words and runs of three letters, rare ones
 * weigh more), for any language. Immutable and safe for concurrent use; takes about a kilobyte for each text.
 */
public final class LexicalIndex {
    private final List<String> ids = new ArrayList<>();
    private final double[] norms;

    /** By part: number of a text and how often the part is in it, one after the other. */
    private final Map<Integer, int[]> postings = new HashMap<>();

    private LexicalIndex(Map<String, String> texts) {
        Map<Integer, List<int[]>> collected = new HashMap<>();
        texts.forEach((id, text) -> {
            int number = ids.size();
            ids.add(id);
            TextParts.count(text)
                    .forEach((part, times) -> collected
                            .computeIfAbsent(part, key -> new ArrayList<>(2))
                            .add(new int[] {number, times}));
        });
        norms = new double[ids.size()];
        collected.forEach((part, entries) -> {
            int[] flat = new int[2 * entries.size()];
            for (int i = 0; i < entries.size(); i++) {
                flat[2 * i] = entries.get(i)[0];
                flat[2 * i + 1] = entries.get(i)[1];
                double weight = weight(flat[2 * i + 1], entries.size());
                norms[flat[2 * i]] += weight * weight;
            }
            postings.put(part, flat);
        });
        Arrays.setAll(norms, i -> Math.sqrt(norms[i]));
    }

    /**
     * An index of some texts.
     *
     * @param texts by their ids
     * @return never null
     */
    public static LexicalIndex of(Map<String, String> texts) {
        return new LexicalIndex(texts);
    }

    /**
     * The texts that are most like another.
     *
     * @param text looked for
     * @param most how many at most
     * @return the best first; only those that have anything in common
     */
    public List<Match> nearest(String text, int most) {
        double[] scores = new double[ids.size()];
        double norm = 0;
        for (Map.Entry<Integer, Integer> part : TextParts.count(text).entrySet()) {
            int[] found = postings.getOrDefault(part.getKey(), new int[0]);
            double weight = weight(part.getValue(), Math.max(1, found.length / 2));
            norm += weight * weight;
            for (int i = 0; i < found.length; i += 2) {
                scores[found[i]] += weight * weight(found[i + 1], found.length / 2);
            }
        }
        double length = Math.sqrt(norm);
        List<Match> matches = new ArrayList<>();
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > 0) {
                matches.add(new Match(ids.get(i), scores[i] / (length * norms[i])));
            }
        }
        matches.sort(null);
        return List.copyOf(matches.subList(0, Math.min(most, matches.size())));
    }

    private double weight(int times, int texts) {
        return (1 + Math.log(times)) * Math.log(1 + (double) ids.size() / texts);
    }
}
