package io.mehari.endpoint.http.target;

import io.mehari.catalog.ReservedNames;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The path at which a proxy shows the gateway to its clients: {@code mehari.rest.root-path}. Requests are accepted with
 * it, for proxies that pass it on, and without it, for those that strip it; addresses in documents begin with it.
 *
 * @param path with a slash before and none behind; empty where the gateway is shown at the root
 */
public record RootPath(String path) {
    /** The gateway is shown at the root. */
    public static final RootPath NONE = new RootPath("");

    private static final Pattern PLAIN = Pattern.compile("(?:/(?!\\.{1,2}(?:/|$))[A-Za-z0-9._~-]+)*");

    /** The version below which everything of the gateway's own interface stands. */
    private static final String VERSIONED = "v1";

    /**
     * Reads a path, with or without slashes around it.
     *
     * @param given such as {@code /tools}; null or blank for none
     * @return never null
     */
    public static RootPath of(String given) {
        String text = given == null ? "" : given.strip();
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '/') {
            end--;
        }
        String path = text.substring(0, end);
        return path.isEmpty() ? NONE : new RootPath(path.startsWith("/") ? path : "/" + path);
    }

    /**
     * Why this cannot be the root path.
     *
     * @return cause and remedy; empty if it can
     */
    public Optional<String> problem() {
        if (!PLAIN.matcher(path).matches()) {
            return Optional.of(
                    "expected a path such as /tools: letters, digits and any of - . _ ~ between single slashes");
        }
        String[] segments = path.split("/");
        boolean own = segments.length > 1
                && ReservedNames.contains(segments[1])
                && (segments.length == 2 || segments[2].equals(VERSIONED));
        return own
                ? Optional.of("the gateway has paths of its own below " + path
                        + ": show it at another one, such as /tools or " + "/" + segments[1] + "/tools")
                : Optional.empty();
    }

    /**
     * Whether a request target is at or below this path.
     *
     * @param target raw target of a request, in origin form
     * @return false where there is no root path
     */
    public boolean covers(String target) {
        int length = path.length();
        return length > 0
                && target.startsWith(path)
                && (target.length() == length || "/?#".indexOf(target.charAt(length)) >= 0);
    }

    /**
     * A request target without this path.
     *
     * @param target raw target of a request, in origin form
     * @return begins with a slash; the target itself if it is not below this path
     */
    public String strip(String target) {
        if (!covers(target)) {
            return target;
        }
        String rest = target.substring(path.length());
        return rest.startsWith("/") ? rest : "/" + rest;
    }

    /** The path itself. */
    @Override
    public String toString() {
        return path;
    }
}
