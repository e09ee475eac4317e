package io.mehari.idempotency;

/**
 * Reads the value of an idempotency key: a string of a structured header ({@code "8e03978e"}, RFC 9651, section 3.3.3), as
 * draft-ietf-httpapi-idempotency-key-header has it, or the bare text that most clients send. Both are the same key.
 */
public final class IdempotencyKey {
    /** Most characters of a key. */
    public static final int MAX_LENGTH = 255;

    private IdempotencyKey() {}

    /**
     * The key in the value of a header.
     *
     * @param value as it was sent, without white space around it
     * @return 1 to {@value #MAX_LENGTH} printable ASCII characters, without quotes around them
     * @throws IllegalArgumentException if it is no key; the message says why
     */
    public static String of(String value) {
        return checked(value.startsWith("\"") ? unquoted(value) : value);
    }

    /**
     * A key that needs no decoding.
     *
     * @param key text of the key
     * @return the same text
     * @throws IllegalArgumentException if it is no key; the message says why
     */
    public static String checked(String key) {
        if (key.isBlank()) {
            throw new IllegalArgumentException("it is empty");
        }
        if (key.length() > MAX_LENGTH) {
            throw new IllegalArgumentException(
                    "it has " + key.length() + " characters; at most " + MAX_LENGTH + " are allowed");
        }
        for (int i = 0; i < key.length(); i++) {
            if (key.charAt(i) < ' ' || key.charAt(i) > '~') {
                throw new IllegalArgumentException("character " + (i + 1) + " is not printable ASCII");
            }
        }
        return key;
    }

    private static String unquoted(String value) {
        StringBuilder key = new StringBuilder(value.length());
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"') {
                if (i + 1 < value.length()) {
                    throw new IllegalArgumentException("something stands behind its closing quote");
                }
                return key.toString();
            }
            key.append(c == '\\' ? escaped(value, ++i) : c);
        }
        throw new IllegalArgumentException("its closing quote is missing");
    }

    private static char escaped(String value, int at) {
        char c = at < value.length() ? value.charAt(at) : ' ';
        if (c != '"' && c != '\\') {
            throw new IllegalArgumentException("a backslash must stand before a quote or another backslash");
        }
        return c;
    }
}
