package io.mehari.failure.memory;

/**
 * The id of a text that others are compared with: of a remembered error, or of an example of a known one.
 *
 * @param isRemembered whether it is a remembered error
 * @param name id of the error
 */
record TextId(boolean isRemembered, String name) {
    private static final String REMEMBERED = "e:";
    private static final String EXAMPLE = "k:";

    static String ofRemembered(String error) {
        return REMEMBERED + error;
    }

    static String ofExample(String knownError, String template) {
        return EXAMPLE + knownError + '#' + template;
    }

    static TextId parse(String id) {
        boolean remembered = id.startsWith(REMEMBERED);
        int end = remembered ? id.length() : id.lastIndexOf('#');
        return new TextId(remembered, id.substring(2, end));
    }
}
