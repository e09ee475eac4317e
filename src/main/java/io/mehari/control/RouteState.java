package io.mehari.control;

import java.util.Locale;

/** Whether a route takes anything in. */
public enum RouteState {
    /** It does. */
    STARTED,
    /** It does not; its steps are ready to go on. */
    SUSPENDED,
    /** It takes nothing in and ends as soon as what is under way in it has ended. */
    STOPPING,
    /** It does not, and its steps have ended. */
    STOPPED;

    /**
     * The state as users see it.
     *
     * @return in lower case
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
