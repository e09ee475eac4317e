package io.mehari.idempotency;

import io.mehari.call.CallControl;
import io.mehari.call.ToolCallResult;

/**
 * How a request with an idempotency key is answered.
 *
 * @param result how the call ended
 * @param requestId id of the request that ran it; of the request itself if nothing ran
 * @param replayed whether the call ran, or runs, for an earlier request
 * @param kept whether a repetition within the time to live gets this answer
 * @param run the control of the call, which knows its times; null if nothing ran for this request or an open one
 */
public record KeyedAnswer(ToolCallResult result, String requestId, boolean replayed, boolean kept, CallControl run) {}
