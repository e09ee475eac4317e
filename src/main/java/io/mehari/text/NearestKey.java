package io.mehari.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the key that was meant by one that is unknown. Stateless. */
public final class NearestKey {
    private static final int BEGINNING = 3;

    private NearestKey() {}

    /**
     * The key with the same letters, else one of similar spelling, else one with the same beginning.
     *
     * @param key the unknown key
     * @param keys the keys that there are
     * @return empty if none resembles it
     */
    public static Optional<String> of(String key, Collection<String> keys) {
        return keys.stream()
                .filter(candidate -> letters(candidate).equals(letters(key)))
                .findFirst()
                .or(() -> NearestNames.of(key, keys).stream().findFirst())
                .or(() -> keys.stream()
                        .filter(candidate ->
                                key.length() >= BEGINNING && candidate.startsWith(key.substring(0, BEGINNING)))
                        .min(Comparator.comparingInt(String::length)));
    }

    private static String letters(String word) {
        return word.toLowerCase(Locale.ROOT)
                .chars()
                .sorted()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
