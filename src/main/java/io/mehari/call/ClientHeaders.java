package io.mehari.call;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Headers of a caller's request that go on to the server of its call, because the entry of that server asks for them.
 * Part of the request that makes the call and of every repetition; never of a log, a message about an event, a dead letter or a
 * session. What an owner names as {@link ContextNames} is kept with what is learnt, and nothing else. Immutable.
 *
 * @param values value by name in lower case, ordered by name; each may hold a secret
 */
public record ClientHeaders(SortedMap<String, String> values) {
    /** Nothing goes on, which is so unless a server's entry says otherwise. */
    public static final ClientHeaders NONE = new ClientHeaders(Collections.emptySortedMap());

    /** Keeps a copy. */
    public ClientHeaders {
        values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    }

    /**
     * These headers.
     *
     * @param values value by name in lower case
     * @return {@link #NONE} for an empty map
     */
    public static ClientHeaders of(Map<String, String> values) {
        return values.isEmpty() ? NONE : new ClientHeaders(new TreeMap<>(values));
    }

    /**
     * Whether there is none.
     *
     * @return true for {@link #NONE}
     */
    public boolean isEmpty() {
        return values.isEmpty();
    }

    /** The names alone. */
    @Override
    public String toString() {
        return "ClientHeaders" + values.keySet();
    }
}
