package io.mehari.idempotency;

import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Answered;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.TreeWeight;

/** Estimates the memory of a result. Stateless. */
final class AnswerWeight {
    /** Objects around trees and texts. */
    private static final int FRAME = 200;

    private AnswerWeight() {}

    /**
     * Bytes that a result takes, about.
     *
     * @param result how a call ended
     * @param limit of interest to the caller
     * @return any number over the limit if it takes more
     */
    static long of(ToolCallResult result, long limit) {
        if (result instanceof Answered answered) {
            return FRAME + TreeWeight.of(answered.result(), limit);
        }
        long text = FRAME + 2L * result.message().length();
        return result instanceof Failed failed && failed.upstreamError().isPresent()
                ? text + TreeWeight.of(failed.upstreamError().get(), limit)
                : text;
    }
}
