package io.mehari.component.websocket;

import java.util.Locale;

/** Why a command has no result. */
public enum CommandError {
    /** No route is a command of that name. */
    UNKNOWN_COMMAND,
    /** The message, or a parameter in it, is not what the command takes. */
    INVALID_PARAMS,
    /** The key lacks the scope of the command. */
    FORBIDDEN,
    /** A key is needed, and none that is known was shown. */
    UNAUTHENTICATED,
    /** What a parameter names does not exist. */
    NOT_FOUND,
    /** Not now: too many commands at a time, or a part of the gateway that has no room. */
    BUSY,
    /** A defect of the gateway or of the route; the log has the cause. */
    INTERNAL;

    /**
     * The code that clients see.
     *
     * @return the name in lower case
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
