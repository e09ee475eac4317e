package io.mehari.cache;

/** What came of the wish to be the one gateway that runs a call. */
public sealed interface Claim {
    /** This gateway has it: it is to be released once the call has ended. */
    Claim GRANTED = new Answer("granted");

    /** Another gateway runs a call like it. */
    Claim HELD = new Answer("held");

    /** Redis cannot say: each gateway decides for itself. */
    Claim UNAVAILABLE = new Answer("unavailable");

    /**
     * An answer that is only a word.
     *
     * @param word for people
     */
    record Answer(String word) implements Claim {}

    /**
     * Another gateway has run a call like it meanwhile.
     *
     * @param hit its result, which holds
     */
    record Found(TierHit hit) implements Claim {}
}
