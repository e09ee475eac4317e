package io.mehari.idempotency;

import io.mehari.call.ToolCallResult;
import java.util.Optional;

/**
 * What is remembered of a call with a key that has run.
 *
 * @param fingerprint what was called: server, tool, arguments
 * @param requestId id of the request that ran it
 * @param result how it ended; empty if that is too large to keep
 */
public record KeptAnswer(String fingerprint, String requestId, Optional<ToolCallResult> result) {
    /**
     * The same without the result.
     *
     * @return still says that the call has run
     */
    KeptAnswer withoutResult() {
        return new KeptAnswer(fingerprint, requestId, Optional.empty());
    }
}
