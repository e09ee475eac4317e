package io.mehari.deadletter;

import java.util.Locale;

/** What becomes of a dead letter. */
public enum LetterState {
    /** It can be replayed or discarded. */
    WAITING,
    /** Its call is being made once more. */
    REPLAYING,
    /** Its call was made once more and was answered. */
    REPLAYED,
    /** An operator wants nothing more of it. */
    DISCARDED;

    /**
     * The stable word that users see.
     *
     * @return the name in lower case
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The state of a word.
     *
     * @param code as {@link #code()}
     * @return never null
     * @throws IllegalArgumentException if there is no such state
     */
    public static LetterState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
