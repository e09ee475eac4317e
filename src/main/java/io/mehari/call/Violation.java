package io.mehari.call;

/**
 * One way in which arguments break a tool's JSON Schema.
 *
 * @param pointer JSON Pointer (RFC 6901) to the offending value; empty for the whole document
 * @param message one sentence for people
 * @param keyword the schema keyword that was violated, for example {@code required}
 */
public record Violation(String pointer, String message, String keyword) {}
