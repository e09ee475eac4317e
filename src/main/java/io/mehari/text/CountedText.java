package io.mehari.text;

/**
 * A text that tells of each look at one of its characters: what bounds the steps of Java's backtracking expressions, which
 * cannot be stopped otherwise. For one thread, as what it tells.
 *
 * @param text the whole text
 * @param start first character of the part
 * @param end one after the last
 * @param look told before each look; throws to end the matching
 */
public record CountedText(String text, int start, int end, Runnable look) implements CharSequence {
    /**
     * The whole of a text.
     *
     * @param text to be matched
     * @param look told before each look; throws to end the matching
     */
    public CountedText(String text, Runnable look) {
        this(text, 0, text.length(), look);
    }

    @Override
    public int length() {
        return end - start;
    }

    @Override
    public char charAt(int index) {
        look.run();
        return text.charAt(start + index);
    }

    @Override
    public CharSequence subSequence(int from, int to) {
        return new CountedText(text, start + from, start + to, look);
    }

    @Override
    public String toString() {
        return text.substring(start, end);
    }
}
