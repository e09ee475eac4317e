package io.mehari.endpoint.http.target;

import io.mehari.catalog.ReservedNames;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The path below which tools are called by their short form. The gateway's own paths are not below it.
 *
 * @param segments segments of the path, decoded; none for the root
 */
public record PathPrefix(List<String> segments) {
    /** No prefix: tools stand below {@code /}. */
    public static final PathPrefix ROOT = new PathPrefix(List.of());

    private static final Pattern PLAIN = Pattern.compile("/(?:(?!\\.{1,2}/)[A-Za-z0-9._~-]+/)*");

    /**
     * Reads a prefix that has been checked.
     *
     * @param text a path, with or without slashes around it
     * @return never null
     */
    public static PathPrefix of(String text) {
        return new PathPrefix(Arrays.stream(text.split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList());
    }

    /**
     * Adds the slashes that mcpo's option takes as given.
     *
     * @param given a path
     * @return the path with one slash before and behind
     */
    public static String normalized(String given) {
        String begun = given.startsWith("/") ? given : "/" + given;
        return begun.endsWith("/") ? begun : begun + "/";
    }

    /**
     * Why a text cannot be a prefix.
     *
     * @param normalized a path with a slash before and behind
     * @return cause and remedy; empty if it can
     */
    static Optional<String> problem(String normalized) {
        if (!PLAIN.matcher(normalized).matches()) {
            return Optional.of(
                    "expected a path such as /tools/: letters, digits and any of - . _ ~ between single slashes");
        }
        return of(normalized).segments.stream()
                .findFirst()
                .filter(ReservedNames::contains)
                .map(first -> "begins with /" + first
                        + ", where the gateway has paths of its own: begin it with another name, such as /tools/");
    }

    /**
     * The part of a path that follows this prefix.
     *
     * @param path decoded segments
     * @return the segments behind the prefix; empty if the path is not below it
     */
    public List<String> rest(List<String> path) {
        int size = segments.size();
        if (size == 0) {
            return path;
        }
        return path.size() > size && path.subList(0, size).equals(segments)
                ? path.subList(size, path.size())
                : List.of();
    }

    /** The path with a slash before and behind. */
    @Override
    public String toString() {
        return segments.isEmpty() ? "/" : "/" + String.join("/", segments) + "/";
    }
}
