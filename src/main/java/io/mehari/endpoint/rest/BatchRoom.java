package io.mehari.endpoint.rest;

import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Answered;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.endpoint.http.HeldBytes;
import io.mehari.protocol.TreeWeight;
import java.time.Duration;

/**
 * What the results of one batch may take while they wait for the others: {@value #MOST_BYTES} bytes, and no more than all
 * calls together may hold. Safe for concurrent use.
 */
final class BatchRoom {
    /** Most memory of the results of one batch, by estimate. */
    static final long MOST_BYTES = 64L * 1024 * 1024;

    private static final Duration LATER = Duration.ofSeconds(1);

    private final HeldBytes held;
    private long bytes;
    private String full = "";

    /** @param held counts it among what all calls hold; given back with the request */
    BatchRoom(HeldBytes held) {
        this.held = held;
    }

    /**
     * Takes the room of a result.
     *
     * @param result how a call ended
     * @return false if it does not fit, and its call is the last one of the batch
     */
    synchronized boolean take(ToolCallResult result) {
        long weight = weight(result);
        if (weight > MOST_BYTES - bytes) {
            full = "the results of a batch may take " + MOST_BYTES + " bytes together";
        } else if (weight > 0 && !held.addWithResponse(weight)) {
            full = held.full();
        } else {
            bytes += weight;
            return true;
        }
        return false;
    }

    /** {@return the outcome of a call whose result did not fit: its tool has run} */
    synchronized ToolCallResult dropped() {
        return Failed.outcomeUnknown(
                "",
                "The call was answered, but its result is dropped: " + full
                        + ". Look before calling again; call it by itself then");
    }

    /** {@return the outcome of a call that was not begun any more: it is safe to call again} */
    synchronized ToolCallResult unavailable() {
        return Failed.limited("", "The call was not sent: " + full + ". Send it in another batch", LATER);
    }

    private static long weight(ToolCallResult result) {
        return result instanceof Answered answered ? TreeWeight.of(answered.result(), MOST_BYTES) : 0;
    }
}
