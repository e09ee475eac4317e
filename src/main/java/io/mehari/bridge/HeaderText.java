package io.mehari.bridge;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Texts as headers carry them: visible ASCII as it is, everything else in Base64 (MCP 2026-07-28, transports, "value
 * encoding"). Stateless.
 */
final class HeaderText {
    private static final String PREFIX = "=?base64?";
    private static final String SUFFIX = "?=";

    private HeaderText() {}

    /**
     * A text for a header.
     *
     * @param text any
     * @return the same if it can stand in a header and could not be taken for an encoded one
     */
    static String of(String text) {
        boolean plain = text.chars().allMatch(c -> c >= ' ' && c <= '~' || c == '\t');
        boolean ambiguous = text.startsWith(PREFIX) && text.endsWith(SUFFIX);
        if (plain && !ambiguous && text.equals(text.strip())) {
            return text;
        }
        return PREFIX + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)) + SUFFIX;
    }
}
