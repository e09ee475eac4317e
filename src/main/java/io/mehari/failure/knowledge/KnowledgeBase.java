package io.mehari.failure.knowledge;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All errors that are known. Immutable and safe for concurrent use. */
public final class KnowledgeBase {
    private final Map<String, KnownError> errors = new LinkedHashMap<>();

    /**
     * What is known.
     *
     * @param lists a later error replaces an earlier one with its id
     */
    public KnowledgeBase(Collection<List<KnownError>> lists) {
        lists.forEach(list -> list.forEach(error -> errors.put(error.id(), error)));
    }

    /** {@return all errors, in the order of their files} */
    public Collection<KnownError> all() {
        return errors.values();
    }

    /**
     * The error with an id.
     *
     * @param id as in the file
     * @return empty if there is none
     */
    public Optional<KnownError> find(String id) {
        return Optional.ofNullable(errors.get(id));
    }

    /**
     * The errors one of whose signs is in a text.
     *
     * @param text of bounded length
     * @return that with the longest sign first
     */
    public List<Found> signedBy(String text) {
        String lowerCase = text.toLowerCase(Locale.ROOT);
        return errors.values().stream()
                .map(error -> new Found(error, longestSign(error, lowerCase)))
                .filter(found -> found.length() > 0)
                .sorted(Comparator.comparingInt(Found::length).reversed())
                .toList();
    }

    private static int longestSign(KnownError error, String lowerCase) {
        return error.signs().stream()
                .filter(sign -> sign.isIn(lowerCase))
                .mapToInt(Sign::length)
                .max()
                .orElse(0);
    }

    /**
     * An error whose sign was found.
     *
     * @param error the error
     * @param length letters of its longest sign that was found
     */
    public record Found(KnownError error, int length) {}
}
