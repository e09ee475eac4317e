package io.mehari.upstream.lifecycle;

import io.mehari.call.ToolCallResult.Failed;
import io.netty.util.Timer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Calls that wait for a server to join, in order of arrival, bounded in bytes and in time. Safe for concurrent use. */
final class WaitingCalls {
    private final String server;
    private final ConnectionLimits limits;
    private final Timer timer;
    private final Map<Long, PendingCall> calls = new LinkedHashMap<>();
    private long bytes;

    WaitingCalls(String server, ConnectionLimits limits, Timer timer) {
        this.server = server;
        this.limits = limits;
        this.timer = timer;
    }

    /** Lets the call wait; answers why it may not. */
    synchronized Optional<Failed> add(PendingCall call) {
        if (!calls.isEmpty() && bytes + call.size(limits.queuedBytes()) > limits.queuedBytes()) {
            return Optional.of(CallFailures.queueFull(server));
        }
        calls.put(call.id(), call);
        bytes += call.size(limits.queuedBytes());
        if (!call.hasWaitLimit()) {
            Failed tooLong = CallFailures.joinTooLong(server, limits.joinWait());
            call.waitLimit(timer.newTimeout(
                    timeout -> call.expire(tooLong), limits.joinWait().toMillis(), TimeUnit.MILLISECONDS));
        }
        if (call.isEnded()) {
            remove(call);
        }
        return Optional.empty();
    }

    synchronized void remove(PendingCall call) {
        if (calls.remove(call.id()) != null) {
            bytes -= call.size(limits.queuedBytes());
        }
    }

    /** Takes all of them. */
    synchronized List<PendingCall> drain() {
        List<PendingCall> all = List.copyOf(calls.values());
        calls.clear();
        bytes = 0;
        return all;
    }
}
