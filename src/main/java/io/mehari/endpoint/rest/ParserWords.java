package io.mehari.endpoint.rest;

import java.util.List;

/** Takes out of the parser's messages what only its programmers can use. Stateless. */
final class ParserWords {
    /** What follows one of these are names of options of the parser. */
    private static final List<String> OPTIONS = List.of(
            ": enable `", " (not recognized as one since Feature ", ": Feature '", " (`JsonReadFeature", " (enable ");

    private ParserWords() {}

    /**
     * What is wrong, without names of classes and options.
     *
     * @param message of the parser
     * @return one sentence
     */
    static String plain(String message) {
        int end = message.length();
        for (String option : OPTIONS) {
            int at = message.indexOf(option);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        int source = message.indexOf("[Source:");
        end = source >= 0 ? Math.min(end, source) : end;
        return message.substring(0, end).strip();
    }
}
