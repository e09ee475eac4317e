package io.mehari.alert;

import io.mehari.event.AlertSeverity;

/**
 * Where parts of the gateway tell what needs attention. Both methods return immediately, never fail, and may be called
 * as often as one likes: an alert that is raised is raised once, whoever repeats it. Safe for concurrent use, from event
 * loops too.
 */
public interface Alerts {
    /**
     * Tells that something needs attention. Raised while it is active, it takes text and remedy anew, and is told again
     * only if its severity has risen.
     *
     * @param key what it is about: a kind of {@code a-z} and {@code -}, or kind, {@code :} and subject
     *     ({@code crash-loop:files}); the subject is best the name of the server first
     * @param severity how urgent it is
     * @param text one sentence: what is wrong, with its figures; no secrets
     * @param remedy one sentence: what to do about it; may be empty
     */
    void raise(String key, AlertSeverity severity, String text, String remedy);

    /**
     * Tells that it is over. Nothing happens if it is not active.
     *
     * @param key key it was raised with
     */
    void clear(String key);
}
