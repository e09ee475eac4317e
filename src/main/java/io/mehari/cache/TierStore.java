package io.mehari.cache;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/**
 * Bytes under keys, outside of this process. No method waits: what takes time ends a stage on a thread of the store's own, which what
 * follows must not hold for long. Any may fail, by throwing or by its stage. Safe for concurrent use.
 */
interface TierStore extends AutoCloseable {
    /**
     * What stands under a key.
     *
     * @return ends in null if there is nothing; exceptionally in {@link UnreadableResultException} if it is not even bytes
     */
    CompletionStage<byte[]> read(String key);

    /**
     * Keeps bytes in place of any others under the key.
     *
     * @param ttl how long
     * @return ends when they are kept for sure
     */
    CompletionStage<Void> write(String key, byte[] bytes, Duration ttl);

    /**
     * Removes what is there now, and what was given to {@link #write} before.
     *
     * @return ends when it is done
     */
    CompletionStage<Void> remove(CacheScope scope);

    /** Ends what was begun, within a few seconds. */
    @Override
    void close();
}
