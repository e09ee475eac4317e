package io.mehari.call;

import io.mehari.call.ToolCallResult.Failed;
import java.util.Optional;

/**
 * One connection that was tried for a call, of several that serve as one server.
 *
 * @param replica its name
 * @param beganNanos when, by {@link System#nanoTime()}
 * @param endedNanos when it had refused; of the last one that was tried, the present moment
 * @param refusal why it did not run the call; empty for the last one that was tried
 */
public record ReplicaTry(String replica, long beganNanos, long endedNanos, Optional<Failed> refusal) {}
