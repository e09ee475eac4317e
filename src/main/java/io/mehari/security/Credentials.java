package io.mehari.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * What a request shows in its {@code Authorization} header (RFC 9110, section 11.6.2).
 *
 * @param scheme how it is shown
 * @param key the key, a character for each byte; empty unless the scheme is {@link Scheme#BEARER} or {@link
 *     Scheme#BASIC}
 */
record Credentials(Scheme scheme, String key) {
    private static final Credentials NONE = new Credentials(Scheme.NONE, "");
    private static final Credentials OTHER = new Credentials(Scheme.OTHER, "");
    private static final Credentials MALFORMED = new Credentials(Scheme.MALFORMED, "");

    /** How a key is shown. */
    enum Scheme {
        /** There is no header, or no key in it. */
        NONE,
        /** RFC 6750. */
        BEARER,
        /** RFC 7617: any name, and the key as password. */
        BASIC,
        /** Basic, but not name and password. */
        MALFORMED,
        /** One that the gateway does not know. */
        OTHER
    }

    /**
     * Reads a header.
     *
     * @param authorization its value, or null; schemes are known in upper and lower case
     * @return never null
     */
    static Credentials of(String authorization) {
        if (authorization == null || authorization.isBlank()) {
            return NONE;
        }
        String[] parts = authorization.split(" ", 2);
        String shown = parts.length == 1 ? "" : parts[1].trim();
        return switch (parts[0].toLowerCase(Locale.ROOT)) {
            case "bearer" -> shown.isEmpty() ? NONE : new Credentials(Scheme.BEARER, shown);
            case "basic" -> basic(shown);
            default -> OTHER;
        };
    }

    private static Credentials basic(String encoded) {
        try {
            String pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.ISO_8859_1);
            int colon = pair.indexOf(':');
            return colon < 0 ? MALFORMED : new Credentials(Scheme.BASIC, pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return MALFORMED;
        }
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "Credentials[" + scheme + "]";
    }
}
