package io.mehari.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds the names that were meant by one that is unknown. Stateless. */
public final class NearestNames {
    private static final int MOST = 3;
    private static final int LONGEST = 128;

    private NearestNames() {}

    /**
     * Up to three names that resemble an unknown one. The work is bounded whatever the name.
     *
     * @param name the unknown name
     * @param names the names that there are
     * @return the nearest first; empty if none resembles it
     */
    public static List<String> of(String name, Collection<String> names) {
        if (name.length() > LONGEST) {
            return List.of();
        }
        LevenshteinDistance distance = new LevenshteinDistance(Math.max(2, name.length() / 3));
        String wanted = name.toLowerCase(Locale.ROOT);
        record Candidate(String name, int distance) {}
        return names.stream()
                .filter(candidate -> candidate.length() <= LONGEST)
                .map(candidate -> new Candidate(candidate, distance.apply(wanted, candidate.toLowerCase(Locale.ROOT))))
                .filter(candidate -> candidate.distance() >= 0)
                .sorted(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
                .limit(MOST)
                .map(Candidate::name)
                .toList();
    }

    /**
     * An unknown name as messages show it, which may be anything.
     *
     * @param name the unknown name
     * @return in quotes; cut where it is longer than a name can be
     */
    public static String quoted(String name) {
        return '"' + (name.length() <= LONGEST ? name : name.substring(0, LONGEST) + "...") + '"';
    }

    /**
     * What a message about an unknown name ends in.
     *
     * @param name the unknown name
     * @param names the names that there are
     * @return such as {@code ; did you mean one, two?}; empty if none resembles it
     */
    public static String suggestion(String name, Collection<String> names) {
        List<String> nearest = of(name, names);
        return nearest.isEmpty() ? "" : "; did you mean " + String.join(", ", nearest) + "?";
    }
}
