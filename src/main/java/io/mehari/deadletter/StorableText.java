package io.mehari.deadletter;

/** Text that every database takes: cut to a length, without NUL and without halves of surrogate pairs. */
final class StorableText {
    private static final char REPLACEMENT = '\uFFFD';

    private StorableText() {}

    static String of(String text) {
        return of(text, Integer.MAX_VALUE);
    }

    /** The text's first characters, at most so many, with what cannot be stored replaced by U+FFFD. */
    static String of(String text, int maxLength) {
        String cut = text.length() <= maxLength ? text : text.substring(0, maxLength);
        int bad = firstUnstorable(cut, 0);
        if (bad < 0) {
            return cut;
        }
        StringBuilder clean = new StringBuilder(cut);
        for (; bad >= 0; bad = firstUnstorable(cut, bad + 1)) {
            clean.setCharAt(bad, REPLACEMENT);
        }
        return clean.toString();
    }

    private static int firstUnstorable(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit == 0 || Character.isLowSurrogate(unit)) {
                return i;
            }
            if (Character.isHighSurrogate(unit)) {
                if (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return i;
                }
                i++;
            }
        }
        return -1;
    }
}
