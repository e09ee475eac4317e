package io.mehari.text;

import java.util.List;
import java.util.regex.Pattern;

/** Takes out of the parser's messages what only its programmers can use. Stateless. */
public final class ParserWords {
    /** What follows one of these are names of options of the parser. */
    private static final List<String> OPTIONS = List.of(
            " (bound as `",
            ": enable `",
            " (not recognized as one since Feature ",
            ": Feature '",
            " (`JsonReadFeature",
            " (enable ");

    /** A place as the parser names it within a sentence. */
    private static final Pattern SOURCE = Pattern.compile("\\[Source: [^]]{0,200}?; line: (\\d+), column: (\\d+)]");

    private ParserWords() {}

    /**
     * What is wrong, without names of classes and options.
     *
     * @param message of the parser
     * @return one sentence
     */
    public static String plain(String message) {
        int end = message.length();
        for (String option : OPTIONS) {
            int at = message.indexOf(option);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        return SOURCE.matcher(message.substring(0, end))
                .replaceAll("line $1, column $2")
                .strip();
    }
}
