package io.mehari.endpoint.http;

import io.mehari.catalog.ReservedNames;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The path below which tools are called by their short form. The gateway's own paths are not below it.
 *
 * @param segments of the path; none for the root
 */
public record PathPrefix(List<String> segments) {
    public static final PathPrefix ROOT = new PathPrefix(List.of());

    private static final Pattern PLAIN = Pattern.compile("/(?:(?!\\.{1,2}/)[A-Za-z0-9._~-]+/)*");

    /** The prefix that a usable text stands for. */
    public static PathPrefix of(String text) {
        return new PathPrefix(Arrays.stream(text.split("/"))
                .filter(segment -> !segment.isEmpty())
                .toList());
    }

    /** As mcpo has it: with a slash before and behind, whether they were given or not. */
    static String normalized(String given) {
        String begun = given.startsWith("/") ? given : "/" + given;
        return begun.endsWith("/") ? begun : begun + "/";
    }

    /** Why a normalized text cannot be a prefix, if it cannot. */
    static Optional<String> problem(String normalized) {
        if (!PLAIN.matcher(normalized).matches()) {
            return Optional.of(
                    "expected a path such as /tools/: letters, digits and any of - . _ ~ between single slashes");
        }
        return of(normalized).segments.stream()
                .findFirst()
                .filter(ReservedNames::contains)
                .map(first -> "begins with /" + first
                        + ", where the gateway has paths of its own: begin it with another" + " name, such as /tools/");
    }

    /** What of a path stands behind this one; nothing where the path is not below it. */
    public List<String> rest(List<String> path) {
        int size = segments.size();
        if (size == 0) {
            return path;
        }
        return path.size() > size && path.subList(0, size).equals(segments)
                ? path.subList(size, path.size())
                : List.of();
    }

    /** With a slash before and behind. */
    @Override
    public String toString() {
        return segments.isEmpty() ? "/" : "/" + String.join("/", segments) + "/";
    }
}
