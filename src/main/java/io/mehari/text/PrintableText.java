package io.mehari.text;

/** Text from outside as it may be shown: without characters that could forge log lines or steer a terminal. Stateless. */
public final class PrintableText {
    private static final char REPLACEMENT = '?';

    private PrintableText() {}

    /**
     * The text with a question mark in place of each control character (C0 with CR, LF and ESC, DEL, C1), each other
     * line separator of Unicode, and each character that reverses what stands around it. A tab becomes a blank.
     *
     * @param text from a server or a caller
     * @return text of the same length; the same object if there is nothing to replace
     */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUnprintable(text.charAt(i))) {
                return replaced(text, i);
            }
        }
        return text;
    }

    private static String replaced(String text, int from) {
        StringBuilder clean = new StringBuilder(text);
        for (int i = from; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (isUnprintable(unit)) {
                clean.setCharAt(i, unit == '\t' ? ' ' : REPLACEMENT);
            }
        }
        return clean.toString();
    }

    private static boolean isUnprintable(char unit) {
        if (unit < 0x2000) {
            return unit < ' ' || unit >= 0x7F && unit <= 0x9F || unit == 0x061C;
        }
        return unit >= 0x200E && unit <= 0x200F // marks of direction
                || unit >= 0x2028 && unit <= 0x202E // separators of lines and paragraphs; embeddings, overrides
                || unit >= 0x2066 && unit <= 0x2069 // isolates
                || unit == 0xFEFF;
    }
}
