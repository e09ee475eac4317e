package io.mehari.endpoint.mcp.legacy;

import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import java.util.concurrent.CompletableFuture;

/**
 * A request of a client that is not answered yet.
 *
 * @param control cancels what works on it
 * @param answer ends with null if it is cancelled: nothing is answered then
 */
record RunningRequest(CallControl control, CompletableFuture<Answer> answer) {
    void cancel(CancelCause why) {
        answer.complete(null);
        control.cancel(why);
    }
}
