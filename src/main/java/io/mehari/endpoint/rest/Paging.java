package io.mehari.endpoint.rest;

import io.mehari.endpoint.http.RequestRejectedException;
import io.mehari.endpoint.http.RequestTarget;
import java.util.List;

/**
 * A part of a list, as asked for in a URL.
 *
 * @param limit most entries; from 1 to 1000
 * @param offset entries left out before the first
 */
public record Paging(int limit, int offset) {
    static final int DEFAULT_LIMIT = 100;
    static final int MAX_LIMIT = 1000;

    /**
     * Reads {@code ?limit=&offset=}.
     *
     * @throws RequestRejectedException if one is no number, or out of range
     */
    public static Paging of(RequestTarget target) {
        return new Paging(
                number(target, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT),
                number(target, "offset", 0, 0, Integer.MAX_VALUE));
    }

    public <T> List<T> of(List<T> all) {
        int from = Math.min(offset, all.size());
        return all.subList(from, from + Math.min(limit, all.size() - from));
    }

    private static int number(RequestTarget target, String name, int absent, int min, int max) {
        String text = target.parameter(name).orElse(null);
        if (text == null) {
            return absent;
        }
        try {
            int value = Integer.parseInt(text);
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Answered below, like a number out of range.
        }
        throw RequestRejectedException.invalid(
                "/" + name, "The parameter " + name + " must be a number from " + min + " to " + max, "range");
    }
}
