package io.mehari.text;

/** The mark that some programs, most of them on Windows, write before a text. Stateless. */
public final class ByteOrderMark {
    private ByteOrderMark() {}

    /**
     * A text without the mark before it.
     *
     * @param text of a file, decoded
     * @return the same text if there is none
     */
    public static String removed(String text) {
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }
}
