package io.mehari.upstream.replica;

/** What the end of a call says about the replica it was sent to. */
enum Verdict {
    /** It answered, be it with an error. */
    GOOD,
    /** It did not answer, or not as the protocol wants it. */
    BAD,
    /** Nothing. */
    NONE
}
