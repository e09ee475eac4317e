package io.mehari.endpoint.rest.form;

/** How close the short form of calls, which is mcpo's, stays to mcpo: {@code mehari.rest.compat}. */
public enum Compat {
    /** As mcpo 0.0.20 does it, its losses included, in answers, arguments, documents, paths, headers and keys. */
    EXACT,
    /** As mcpo does it, without its losses. */
    FIXED
}
