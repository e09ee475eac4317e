package io.mehari.failure.similarity;

import java.util.HashMap;
import java.util.Map;

/** Cuts texts into what is compared: whole words and runs of three letters, as numbers. Stateless. */
final class TextParts {
    private static final int RUN = 3;

    private TextParts() {}

    /** How often each part is in a text. Placeholders and punctuation are none. */
    static Map<Integer, Integer> count(String text) {
        Map<Integer, Integer> parts = new HashMap<>();
        int begin = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean letter = i < text.length() && Character.isLetterOrDigit(text.charAt(i));
            if (letter && begin < 0) {
                begin = i;
            } else if (!letter && begin >= 0) {
                boolean placeholder =
                        begin > 0 && text.charAt(begin - 1) == '<' && i < text.length() && text.charAt(i) == '>';
                if (!placeholder) {
                    word(text, begin, i, parts);
                }
                begin = -1;
            }
        }
        return parts;
    }

    private static void word(String text, int begin, int end, Map<Integer, Integer> parts) {
        parts.merge(hash(text, begin, end, 17), 1, Integer::sum);
        for (int i = begin; i + 2 <= end; i++) {
            if (i + RUN <= end) {
                parts.merge(hash(text, i, i + RUN, 31), 1, Integer::sum);
            }
            if (Character.isIdeographic(text.charAt(i))) {
                parts.merge(hash(text, i, i + 2, 13), 1, Integer::sum);
            }
        }
    }

    private static int hash(String text, int begin, int end, int seed) {
        int hash = seed;
        for (int i = begin; i < end; i++) {
            hash = hash * 0x01000193 ^ Character.toLowerCase(text.charAt(i));
        }
        return hash;
    }
}
