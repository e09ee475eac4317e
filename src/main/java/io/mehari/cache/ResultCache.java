package io.mehari.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * Keeps results of calls for a while: one tier, or several behind each other. A tier in this process answers a lookup
 * immediately; one elsewhere answers later, on a thread of its own.
 *
 * <p>The cache never decides over a call: a lookup that fails, or is not answered within the 100 ms that the lookup
 * stage waits, is a miss. Safe for concurrent use; no method waits. Trees are kept and given as they are: whoever
 * stores or finds one treats it as read-only from then on.
 */
public interface ResultCache {
    /**
     * Looks a result up.
     *
     * @param key as {@link CacheKey} makes it
     * @return the result, a miss, or the stage that will end in one of the two; never null
     */
    Lookup find(String key);

    /**
     * Keeps a result in place of any earlier one under the key. A tier elsewhere may keep it after this has returned,
     * and logs it if it cannot.
     *
     * @param key as {@link CacheKey} makes it
     * @param result what to keep, read-only from now on
     * @param ttl how long; a result with no time to live is not kept
     */
    default void store(String key, ObjectNode result, Duration ttl) {
        store(key, result, Lifetime.of(ttl));
    }

    /**
     * Keeps a result in place of any earlier one under the key, beyond the time that it holds where its lifetime says so.
     *
     * @param key as {@link CacheKey} makes it
     * @param result what to keep, read-only from now on
     * @param lifetime how long; where that is zero the key is empty afterwards
     */
    void store(String key, ObjectNode result, Lifetime lifetime);
}
