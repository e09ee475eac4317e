package io.mehari.replay;

import io.mehari.call.ToolCallResult;
import io.mehari.deadletter.DeadLetter;
import java.util.Optional;

/**
 * A replay that has ended and is written down.
 *
 * @param requestId id of its request
 * @param result how its call ended
 * @param letter the letter afterwards; empty if it has expired meanwhile
 */
public record Replayed(String requestId, ToolCallResult result, Optional<DeadLetter> letter) {}
