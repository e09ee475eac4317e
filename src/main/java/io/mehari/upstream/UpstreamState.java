package io.mehari.upstream;

/** Where a connection stands. */
public enum UpstreamState {
    /** Not started yet; calls wait for it as they do in JOINING. */
    NEW,
    /** Connecting for the first time or again; calls wait for it, within a bound. */
    JOINING,
    /** Connected and initialised; calls go through. */
    READY,
    /** The last attempts failed; the next one is waiting for its time. Calls fail immediately. */
    WAITING,
    /** Its entry in the configuration has a problem: nothing is started or reached until it is mended. Calls fail immediately. */
    MISCONFIGURED,
    /** Ended for good; of a server that an operator has stopped, until it is started and gets another connection. */
    STOPPED
}
