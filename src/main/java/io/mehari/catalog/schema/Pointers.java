package io.mehari.catalog.schema;

/** Writes JSON Pointers (RFC 6901). */
final class Pointers {
    private Pointers() {}

    /**
     * One name as a part of a pointer.
     *
     * @param name name of a member
     * @return with {@code ~} and {@code /} escaped
     */
    static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }
}
