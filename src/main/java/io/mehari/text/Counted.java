package io.mehari.text;

/** Numbers with their noun: {@code 1 server}, {@code 2 servers}. Stateless. */
public final class Counted {
    private Counted() {}

    /**
     * A number of things whose plural ends in s.
     *
     * @param number how many
     * @param noun one of them
     * @return such as {@code 0 tools}, {@code 1 tool}
     */
    public static String of(long number, String noun) {
        return of(number, noun, noun + "s");
    }

    /**
     * A number of things.
     *
     * @param number how many
     * @param one one of them
     * @param several more or fewer of them
     * @return such as {@code 1 entry}, {@code 2 entries}
     */
    public static String of(long number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }
}
