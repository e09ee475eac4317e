package io.mehari.failure.template;

import java.util.List;

/** What stands in a template where something differs each time. Stateless. */
final class Placeholder {
    static final String NUMBER = "<num>";
    static final String ID = "<id>";
    static final String UUID = "<uuid>";
    static final String HEX = "<hex>";
    static final String PATH = "<path>";
    static final String URL = "<url>";
    static final String HOST = "<host>";
    static final String TIME = "<time>";
    static final String DURATION = "<duration>";
    static final String VALUE = "<value>";

    private static final List<String> ALL = List.of(NUMBER, ID, UUID, HEX, PATH, URL, HOST, TIME, DURATION, VALUE);

    private Placeholder() {}

    /**
     * Where a placeholder ends that begins at a place.
     *
     * @return one after its last character; the place itself if there is none
     */
    static int endAt(String text, int place) {
        if (place < text.length() && text.charAt(place) == '<') {
            for (String known : ALL) {
                if (text.startsWith(known, place)) {
                    return place + known.length();
                }
            }
        }
        return place;
    }
}
