package io.mehari.event;

/** How urgent an alert is, the least urgent first. */
public enum AlertSeverity {
    /** Somebody may want to know; nothing needs to be done. */
    INFO,
    /** It works, not as it should; somebody looks at it today. */
    WARNING,
    /** Calls fail or will soon; somebody looks at it now. */
    CRITICAL
}
