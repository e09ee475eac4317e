package io.mehari.upstream.session;

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
    private final SessionLimits limits;
    private final Timer timer;
    private final Map<Long, SessionCall> calls = new LinkedHashMap<>();
    private long bytes;

    WaitingCalls(String server, SessionLimits limits, Timer timer) {
        this.server = server;
        this.limits = limits;
        this.timer = timer;
    }

    /** Lets the call wait; answers why it may not. */
    synchronized Optional<Failed> add(SessionCall call) {
        if (!calls.isEmpty() && bytes + call.bytes().length > limits.queuedBytes()) {
            return Optional.of(ToolAnswer.queueFull(server));
        }
        calls.put(call.id(), call);
        bytes += call.bytes().length;
        if (!call.hasWaitLimit()) {
            Failed tooLong = ToolAnswer.joinTooLong(server, limits.joinWait());
            call.waitLimit(timer.newTimeout(
                    timeout -> call.expire(tooLong), limits.joinWait().toMillis(), TimeUnit.MILLISECONDS));
        }
        if (call.isEnded()) {
            remove(call);
        }
        return Optional.empty();
    }

    synchronized void remove(SessionCall call) {
        if (calls.remove(call.id()) != null) {
            bytes -= call.bytes().length;
        }
    }

    /** Takes all of them. */
    synchronized List<SessionCall> drain() {
        List<SessionCall> all = List.copyOf(calls.values());
        calls.clear();
        bytes = 0;
        return all;
    }
}
