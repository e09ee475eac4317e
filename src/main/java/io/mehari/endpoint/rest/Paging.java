package io.mehari.endpoint.rest;

import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import java.util.List;

/**
 * The part of a list that a URL asks for.
 *
 * @param limit most entries; from 1 to 1000
 * @param offset entries left out before the first; from 0
 */
public record Paging(int limit, int offset) {
    /** Entries where the URL names no limit. */
    static final int DEFAULT_LIMIT = 100;

    /** Most entries that a URL can ask for. */
    static final int MAX_LIMIT = 1000;

    /**
     * Reads {@code ?limit=&offset=}.
     *
     * @param target target of the request
     * @return 100 entries from the first where nothing is given
     * @throws RequestRejectedException if one is not a number, or out of range
     */
    public static Paging of(RequestTarget target) {
        return new Paging(
                number(target, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT),
                number(target, "offset", 0, 0, Integer.MAX_VALUE));
    }

    /**
     * The entries of this part.
     *
     * @param <T> type of the entries
     * @param all the whole list
     * @return a view of it; empty if the offset is behind its end
     */
    <T> List<T> of(List<T> all) {
        int from = Math.min(offset, all.size());
        return all.subList(from, from + Math.min(limit, all.size() - from));
    }

    /**
     * Reads a parameter that is a whole number.
     *
     * @throws RequestRejectedException if it is not, or out of range
     */
    static int number(RequestTarget target, String name, int absent, int min, int max) {
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
            // Rejected below, like a number out of range.
        }
        throw RequestRejectedException.invalid(
                "/" + name, "The parameter " + name + " must be a number from " + min + " to " + max, "range");
    }
}
