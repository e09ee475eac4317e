package io.mehari.text;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** The key that somebody meant who wrote another. */
public final class NearestKey {
    private static final int BEGINNING = 3;

    private NearestKey() {}

    /** The key with the same letters, else one spelled much like it, else one that begins like it. */
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
