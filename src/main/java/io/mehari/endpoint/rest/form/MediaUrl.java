package io.mehari.endpoint.rest.form;

import java.util.Optional;

/** The URL of an image or a sound that a server sends (RFC 2397). Stateless. */
public final class MediaUrl {
    private static final String UNKNOWN_TYPE = "application/octet-stream";

    private MediaUrl() {}

    /**
     * The URL of some data.
     *
     * @param data base64 as MCP has it, or what servers put there besides: a URL
     * @param mediaType type of the data; empty if it is not known
     * @return a data URL, or the URL that the data is; empty if it is neither base64 nor a URL
     */
    public static Optional<String> of(String data, String mediaType) {
        if (startsWith(data, "data:") || startsWith(data, "http://") || startsWith(data, "https://")) {
            return Optional.of(data);
        }
        if (!isBase64(data)) {
            return Optional.empty();
        }
        return Optional.of("data:" + (mediaType.isBlank() ? UNKNOWN_TYPE : mediaType) + ";base64," + data);
    }

    private static boolean startsWith(String text, String scheme) {
        return text.regionMatches(true, 0, scheme, 0, scheme.length());
    }

    /** Not empty, and nothing but the alphabet of base64 (RFC 4648, section 4), line ends and padding at the end. */
    private static boolean isBase64(String data) {
        int digits = 0;
        int padding = 0;
        for (int i = 0; i < data.length(); i++) {
            char c = data.charAt(i);
            if (c == '=') {
                padding++;
            } else if (c != '\r' && c != '\n') {
                boolean digit =
                        c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '+' || c == '/';
                if (!digit || padding > 0) {
                    return false;
                }
                digits++;
            }
        }
        return digits > 0 && padding <= 2 && digits % 4 != 1;
    }
}
