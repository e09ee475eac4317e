package io.mehari.tools;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ProgressListener;
import io.mehari.protocol.Json;

/**
 * The progress of all calls that a route makes, as that of the route: each call counts for itself, but what the caller is told
 * must rise with every notification (MCP, utilities/progress). A value that does not rise becomes the next whole number above the
 * last one, and loses the total that it was a part of. Safe for concurrent use.
 */
final class RisingProgress implements ProgressListener {
    private final ProgressListener caller;
    private double last = Double.NEGATIVE_INFINITY;

    /**
     * Progress that begins anew.
     *
     * @param caller is told; must not block
     */
    RisingProgress(ProgressListener caller) {
        this.caller = caller;
    }

    @Override
    public synchronized void progressed(ObjectNode params) {
        double value = params.path("progress").asDouble(0);
        if (value > last) {
            last = value;
            caller.progressed(params);
            return;
        }
        last = Math.floor(last) + 1;
        ObjectNode risen = Json.object().setAll(params);
        risen.remove("total");
        caller.progressed(risen.put("progress", (long) last));
    }
}
