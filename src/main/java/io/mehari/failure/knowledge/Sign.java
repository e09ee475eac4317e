package io.mehari.failure.knowledge;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A phrase that tells a kind of error: found anywhere in a text, upper and lower case alike. {@code *} stands for up to
 * {@value #GAP} characters. Found in time that grows with the text only.
 *
 * @param parts of the phrase, between the stars, in lower case; none is empty
 */
public record Sign(List<String> parts) {
    /** Most characters between two parts. */
    private static final int GAP = 120;

    /** Shortest phrase, in characters without stars. */
    static final int SHORTEST = 3;

    public Sign {
        parts = List.copyOf(parts);
    }

    /**
     * {@return the sign of a phrase; of no parts if there is nothing but stars and spaces}
     *
     * @param phrase as in the file
     */
    static Sign of(String phrase) {
        return new Sign(Arrays.stream(phrase.toLowerCase(Locale.ROOT).split("\\*"))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList());
    }

    /** {@return the number of letters that must be there: the more, the less it is found by chance} */
    public int length() {
        return parts.stream().mapToInt(String::length).sum();
    }

    /**
     * Whether the phrase is in a text.
     *
     * @param lowerCase the text in lower case
     * @return true if all parts are there in their order, near each other
     */
    boolean isIn(String lowerCase) {
        int first = lowerCase.indexOf(parts.get(0));
        while (first >= 0) {
            if (goesOn(lowerCase, first + parts.get(0).length())) {
                return true;
            }
            first = parts.size() == 1 ? -1 : lowerCase.indexOf(parts.get(0), first + 1);
        }
        return false;
    }

    private boolean goesOn(String text, int from) {
        int at = from;
        for (String part : parts.subList(1, parts.size())) {
            String window = text.substring(at, Math.min(text.length(), at + GAP + part.length()));
            int found = window.indexOf(part);
            if (found < 0) {
                return false;
            }
            at += found + part.length();
        }
        return true;
    }
}
