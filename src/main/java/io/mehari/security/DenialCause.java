package io.mehari.security;

/** What is missing where access is denied. */
public enum DenialCause {
    /** No key was shown. */
    NO_KEY,
    /** It was shown in a way that the gateway does not know. */
    OTHER_SCHEME,
    /** It was shown by Basic, but not as name and password. */
    MALFORMED,
    /** It is none of those known. */
    UNKNOWN_KEY,
    /** It is none of those known, shown as a password. */
    UNKNOWN_PASSWORD,
    /** It is known, but Basic, by which it was shown, opens documents only. */
    BASIC_ELSEWHERE,
    /** It was one, but its time is over. */
    EXPIRED,
    /** It lacks the scope. */
    SCOPE,
    /** There are no keys, and the request may come from another machine. */
    FOREIGN,
    /** Too many unknown keys have come from the same address. */
    THROTTLED
}
