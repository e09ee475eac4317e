package io.mehari.call;

/**
 * One way in which arguments break a tool's JSON Schema.
 *
 * @param pointer JSON Pointer (RFC 6901) to the offending value; empty for the whole document
 * @param message one sentence for people
 * @param keyword the schema keyword that was violated, for example {@code required}
 * @param expected where the keyword is {@code type}: the type of JSON Schema that was expected, if it was a single one;
 *     else empty
 */
public record Violation(String pointer, String message, String keyword, String expected) {
    /**
     * A violation of which no more is known.
     *
     * @param pointer JSON Pointer (RFC 6901) to the offending value; empty for the whole document
     * @param message one sentence for people
     * @param keyword the schema keyword that was violated
     */
    public Violation(String pointer, String message, String keyword) {
        this(pointer, message, keyword, "");
    }
}
