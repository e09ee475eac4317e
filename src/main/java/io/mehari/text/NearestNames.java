package io.mehari.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Names that somebody may have meant. */
public final class NearestNames {
    private static final int MOST = 3;
    private static final int LONGEST = 128;

    private NearestNames() {}

    /** Up to three of the names that resemble this one, the nearest first. Bounded work whatever comes in. */
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
}
