package io.mehari.call;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Is notified of the progress of one request while it runs. Called on the reader thread of the connection, one
 * notification at a time and in their order: must not block.
 */
@FunctionalInterface
public interface ProgressListener {
    /** Ignores progress. */
    ProgressListener NONE = params -> {};

    /**
     * The server has sent {@code notifications/progress}.
     *
     * @param params parameters of the notification, as the server gave them; to be read only
     */
    void progressed(ObjectNode params);
}
