package io.mehari.call;

/** What an API key entitles its holder to. No scope includes another. */
public enum Scope {
    /** Run tools, and see which there are. */
    CALL,
    /** Read metrics and diagnostics. */
    MONITOR,
    /** Administer the gateway. */
    ADMIN
}
