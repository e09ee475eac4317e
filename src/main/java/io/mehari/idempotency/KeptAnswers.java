package io.mehari.idempotency;

import java.util.Optional;

/**
 * Remembers calls with a key that have run, for a while. The tier in this process forgets them when the process ends; one
 * that lasts takes its place. Safe for concurrent use; no method waits.
 */
public interface KeptAnswers {
    /**
     * The call that ran under a key.
     *
     * @param key of the call
     * @return empty if none is remembered
     */
    Optional<KeptAnswer> find(CallKey key);

    /**
     * Remembers that a call has run.
     *
     * @param key of the call
     * @param answer with its result, to be read only from now on
     * @return whether the result is kept, too; false if it is too large
     */
    boolean keep(CallKey key, KeptAnswer answer);
}
