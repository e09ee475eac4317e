package io.mehari.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Text in the headers {@code Mcp-Name} and {@code Mcp-Param-*} (MCP 2026-07-28, transports, value encoding): as it is where
 * a header can carry it, else Base64 of its UTF-8 between {@code =?base64?} and {@code ?=}. Stateless.
 */
public final class HeaderText {
    private static final String PREFIX = "=?base64?";
    private static final String SUFFIX = "?=";
    private static final int BASE64_GROUP = 4;

    private HeaderText() {}

    /**
     * Makes a header value.
     *
     * @param text any text
     * @return visible ASCII with spaces and tabs between: no line break ever gets into a header
     */
    public static String encode(String text) {
        if (isPlain(text) && !isMarked(text)) {
            return text;
        }
        return PREFIX + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + SUFFIX;
    }

    /**
     * Reads a header value. Only both markers, exactly as they are, mark Base64; everything else is the text itself.
     *
     * @param value of the header; white space around it is of no meaning
     * @return the text
     * @throws IllegalArgumentException if it is marked but not Base64 of UTF-8, or has characters that only Base64 may
     *     carry; the message says which
     */
    public static String decode(String value) {
        String text = value.strip();
        if (isMarked(text)) {
            return decoded(text.substring(PREFIX.length(), text.length() - SUFFIX.length()));
        }
        if (!text.isEmpty() && !isPlain(text)) {
            throw new IllegalArgumentException("it has characters outside visible ASCII");
        }
        return text;
    }

    private static boolean isMarked(String text) {
        return text.length() >= PREFIX.length() + SUFFIX.length() && text.startsWith(PREFIX) && text.endsWith(SUFFIX);
    }

    private static boolean isPlain(String text) {
        if (text.isEmpty() || isBlank(text.charAt(0)) || isBlank(text.charAt(text.length() - 1))) {
            return false;
        }
        return text.chars().allMatch(unit -> isBlank(unit) || unit > ' ' && unit <= '~');
    }

    private static boolean isBlank(int unit) {
        return unit == ' ' || unit == '\t';
    }

    private static String decoded(String base64) {
        if (base64.length() % BASE64_GROUP != 0) {
            throw new IllegalArgumentException("its Base64 is not padded");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("its Base64 cannot be decoded", e);
        }
        if (!Base64.getEncoder().encodeToString(bytes).equals(base64)) {
            throw new IllegalArgumentException("its Base64 has bits that belong to no byte");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("its Base64 is not that of UTF-8", e);
        }
    }
}
