package io.mehari.upstream;

import io.mehari.call.ClientHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Which headers of a caller's request go on to one server behind a url: those that its entry allows, by name or by a
 * pattern such as {@code x-tenant-*}, in any case. Immutable.
 *
 * @param allowed names and patterns in lower case; none where nothing goes on
 * @param denied names and patterns in lower case that do not go on although they are allowed
 */
public record HeaderForwarding(List<String> allowed, List<String> denied) {
    /** Nothing goes on. */
    public static final HeaderForwarding NONE = new HeaderForwarding(List.of(), List.of());

    private static final String AUTHORIZATION = "authorization";
    private static final Pattern ENTRY = Pattern.compile("[!#$%&'+.^_`|~0-9a-z-]+\\*?");

    /** What belongs to one connection, to the protocol, or to the session of the gateway itself. */
    private static final Set<String> NEVER = Set.of(
            "accept",
            "accept-encoding",
            "connection",
            "content-encoding",
            "content-length",
            "content-type",
            "cookie",
            "cookie2",
            "expect",
            "host",
            "keep-alive",
            "last-event-id",
            "origin",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private static final List<String> NEVER_BEGINNING = List.of("mcp-", "proxy-", "access-control-", "sec-");

    /** Keeps copies, in lower case. */
    public HeaderForwarding {
        allowed = lower(allowed);
        denied = lower(denied);
    }

    /**
     * Why something cannot be allowed.
     *
     * @param entry a name or a pattern, as it was configured
     * @return cause and remedy; empty if it can
     */
    public static Optional<String> problem(String entry) {
        String name = entry.toLowerCase(Locale.ROOT);
        if (name.equals("*")) {
            return Optional.of("* would forward whatever a client sends: name the headers, such as X-User-Id, or a"
                    + " family of them, such as X-User-*");
        }
        if (!ENTRY.matcher(name).matches()) {
            return Optional.of("not the name of a header; * may stand at the end only, as in X-User-*");
        }
        return isNever(name)
                ? Optional.of(
                        "never forwarded: it belongs to the connection, to the protocol or to the gateway's own session")
                : Optional.empty();
    }

    /**
     * Whether anything may go on.
     *
     * @return false for {@link #NONE}
     */
    public boolean isOn() {
        return !allowed.isEmpty();
    }

    /**
     * The headers of one request that go on.
     *
     * @param headers those of the request, by name as they were sent; one name may come more than once
     * @param configured names that the server's entry has values for: a pattern does not replace those, a name does
     * @return by name in lower case; of a name that came more than once all values, with commas between (RFC 9110,
     *     section 5.3); without values that contain control characters
     */
    public ClientHeaders select(Iterable<Map.Entry<String, String>> headers, Set<String> configured) {
        Map<String, String> selected = new TreeMap<>();
        for (Map.Entry<String, String> header : headers) {
            String name = header.getKey().toLowerCase(Locale.ROOT);
            if (goesOn(name, configured) && isPlain(header.getValue())) {
                selected.merge(name, header.getValue(), (one, other) -> one + ", " + other);
            }
        }
        return ClientHeaders.of(selected);
    }

    private boolean goesOn(String name, Set<String> configured) {
        if (isNever(name) || matches(denied, name)) {
            return false;
        }
        boolean named = allowed.contains(name);
        boolean replaces = configured.stream().anyMatch(name::equalsIgnoreCase);
        return named || (!replaces && !name.equals(AUTHORIZATION) && matches(allowed, name));
    }

    private static boolean matches(List<String> entries, String name) {
        for (String entry : entries) {
            int star = entry.length() - 1;
            if (entry.endsWith("*") ? name.regionMatches(0, entry, 0, star) : entry.equals(name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isNever(String name) {
        return NEVER.contains(name) || NEVER_BEGINNING.stream().anyMatch(name::startsWith);
    }

    private static boolean isPlain(String value) {
        return value.chars().allMatch(c -> c == '\t' || (c >= ' ' && c != 0x7f));
    }

    private static List<String> lower(List<String> entries) {
        return entries.stream().map(entry -> entry.toLowerCase(Locale.ROOT)).toList();
    }
}
