package io.mehari.upstream;

/** How well a server answers, worst last. */
public enum HealthState {
    /** Connected, its tools were read after the last connect, and it answers its heartbeats in time. */
    ONLINE,
    /** Connected, but slow, or it missed a heartbeat or two: calls are sent, and may fail. */
    DEGRADED,
    /** Not connected, or connected and silent: a call is not likely to be answered. */
    OFFLINE
}
