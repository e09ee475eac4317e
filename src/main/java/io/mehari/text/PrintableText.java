package io.mehari.text;

/** Text from outside as it may be shown: without control characters, which could forge log lines or steer a terminal. */
public final class PrintableText {
    private PrintableText() {}

    /**
     * The text with a question mark in place of each control character.
     *
     * @param text from a server or a caller
     * @return text of the same length
     */
    public static String of(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }
}
