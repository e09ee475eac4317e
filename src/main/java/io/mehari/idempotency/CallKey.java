package io.mehari.idempotency;

/**
 * What a call is recognised by when it is sent again. The same text from two callers is two keys.
 *
 * @param caller name of the caller
 * @param key what the caller has chosen
 * @param part position of the call in a batch that has one key for all; {@link #WHOLE} for a key of the call's own
 */
public record CallKey(String caller, String key, int part) {
    /** The key belongs to one call. */
    public static final int WHOLE = -1;
}
