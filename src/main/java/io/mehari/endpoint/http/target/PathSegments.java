package io.mehari.endpoint.http.target;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/** Writes segments of paths so that they are read as they were (RFC 3986, section 3.3). Stateless. */
public final class PathSegments {
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private PathSegments() {}

    /**
     * A whole path.
     *
     * @param segments not encoded
     * @return with a slash before each; empty without any
     */
    public static String path(List<String> segments) {
        return segments.stream().map(segment -> "/" + encoded(segment)).collect(Collectors.joining());
    }

    /**
     * One segment of a path.
     *
     * @param segment not encoded
     * @return with {@code %XX} for all but unreserved characters (RFC 3986, section 2.3), of which braces would mean a
     *     parameter
     */
    public static String encoded(String segment) {
        StringBuilder text = new StringBuilder(segment.length());
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf(b) >= 0) {
                text.append((char) b);
            } else {
                text.append(String.format("%%%02X", b & 0xFF));
            }
        }
        return text.toString();
    }
}
