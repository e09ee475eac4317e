package io.mehari.endpoint.http.target;

import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The parts of a request target (RFC 9112, section 3.2). Segments are decoded after the path is split, so {@code %2F}
 * in a tool's name survives.
 *
 * @param segments decoded segments of the path; empty for the root
 * @param query everything behind the question mark, still encoded; empty if there is none
 */
public record RequestTarget(List<String> segments, String query) {
    /**
     * Splits a raw request target, in origin form ({@code /a/b?c}) or absolute form.
     *
     * @param target as the request line has it
     * @return path and query
     * @throws RequestRejectedException if it is malformed
     */
    public static RequestTarget parse(String target) {
        int start = startOfPath(target);
        int end = endOfPath(target, start);
        String query = end < target.length() && target.charAt(end) == '?' ? target.substring(end + 1) : "";
        return new RequestTarget(segments(target, start, end), query);
    }

    /**
     * The first value of a query parameter.
     *
     * @param name name of the parameter, decoded
     * @return decoded; empty if the parameter is absent
     * @throws RequestRejectedException if the query is malformed
     */
    public Optional<String> parameter(String name) {
        List<String> values = parameters().get(name);
        return values == null ? Optional.empty() : Optional.of(values.get(0));
    }

    /**
     * All query parameters.
     *
     * @return values by name, decoded; at least one value each
     * @throws RequestRejectedException if the query is malformed
     */
    public Map<String, List<String>> parameters() {
        try {
            // As many as the query can have: what is behind a limit would be ignored without a word.
            return new QueryStringDecoder(query, StandardCharsets.UTF_8, false, query.length() + 1).parameters();
        } catch (IllegalArgumentException e) {
            throw malformed("The query of the URL");
        }
    }

    private static int startOfPath(String target) {
        if (target.startsWith("/")) {
            return 1;
        }
        int authority = startOfAuthority(target);
        int end = authority < 0 ? -1 : endOfAuthority(target, authority);
        if (end <= authority) {
            throw malformed("The path of the URL");
        }
        return end < target.length() && target.charAt(end) == '/' ? end + 1 : end;
    }

    /**
     * Whether a target in absolute form names a host (RFC 9112, section 3.2.2).
     *
     * @param target as the request line has it
     * @param host the {@code Host} header
     * @return false also if the target has another form, or another scheme than {@code http} and {@code https}
     */
    public static boolean isAt(String target, String host) {
        int from = startOfAuthority(target);
        int to = from < 0 ? -1 : endOfAuthority(target, from);
        return to > from && to - from == host.length() && target.regionMatches(true, from, host, 0, host.length());
    }

    private static int startOfAuthority(String target) {
        if (target.regionMatches(true, 0, "http://", 0, 7)) {
            return 7;
        }
        return target.regionMatches(true, 0, "https://", 0, 8) ? 8 : -1;
    }

    private static int endOfAuthority(String target, int from) {
        int at = from;
        while (at < target.length() && "/?#".indexOf(target.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    private static int endOfPath(String target, int start) {
        for (int i = start; i < target.length(); i++) {
            if (target.charAt(i) == '?' || target.charAt(i) == '#') {
                return i;
            }
        }
        return target.length();
    }

    private static List<String> segments(String target, int start, int end) {
        List<String> segments = new ArrayList<>(4);
        int from = start;
        while (from < end) {
            int slash = target.indexOf('/', from);
            int to = slash < 0 || slash > end ? end : slash;
            segments.add(decode(target.substring(from, to)));
            from = to + 1;
        }
        if (start < end && target.charAt(end - 1) == '/') {
            segments.add("");
        }
        return segments;
    }

    private static String decode(String segment) {
        if (segment.indexOf('%') < 0) {
            return segment;
        }
        ByteBuffer bytes = ByteBuffer.allocate(segment.length());
        for (int i = 0; i < segment.length(); i++) {
            if (segment.charAt(i) == '%') {
                bytes.put(octet(segment, i + 1));
                i += 2;
            } else {
                bytes.put((byte) segment.charAt(i));
            }
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
        } catch (CharacterCodingException e) {
            throw malformed("The path of the URL");
        }
    }

    private static byte octet(String segment, int at) {
        int high = at + 1 < segment.length() ? Character.digit(segment.charAt(at), 16) : -1;
        int low = high < 0 ? -1 : Character.digit(segment.charAt(at + 1), 16);
        if (low < 0) {
            throw malformed("The path of the URL");
        }
        return (byte) (high << 4 | low);
    }

    private static RequestRejectedException malformed(String part) {
        return RequestRejectedException.of(
                RejectionReason.BAD_REQUEST,
                part + " is malformed: encode special characters as UTF-8 in the form %XX");
    }
}
