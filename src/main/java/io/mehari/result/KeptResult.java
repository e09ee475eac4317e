package io.mehari.result;

import java.time.Instant;

/**
 * A whole result, as it is read in parts. Immutable.
 *
 * @param caller name of the caller who may read it
 * @param format {@code text}, or {@code json} where the result is more than one text
 * @param whole all of it
 * @param expires when it is forgotten at the latest
 */
record KeptResult(String caller, String format, String whole, Instant expires) {
    /** What an entry takes besides its text. */
    private static final int OVERHEAD = 200;

    /** An estimate in bytes; more than {@link Integer#MAX_VALUE} is told as that. */
    int weight() {
        return (int) Math.min(Integer.MAX_VALUE, OVERHEAD + 2L * whole.length());
    }
}
