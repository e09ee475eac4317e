package io.mehari.upstream.stdio;

import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.lifecycle.Connection;
import io.mehari.upstream.lifecycle.ConnectionOwner;
import io.mehari.upstream.lifecycle.ManagedUpstream;
import io.netty.util.Timer;
import java.time.Clock;

/**
 * An MCP server of the legacy era that is a child process, started again whenever it ends.
 *
 * <p>Three threads per live process serve its streams; calls hold no thread. Safe for concurrent use.
 */
public final class StdioUpstream extends ManagedUpstream {
    private final Timer timer;
    private final StdioLimits limits;

    /**
     * An upstream that is not started yet.
     *
     * @param timer shared by all upstreams; its tasks of this class never block. Must outlive {@link #stop()}
     * @param clock for times shown and for telling a stable connection
     */
    public StdioUpstream(
            UpstreamSettings settings, UpstreamListener listener, Timer timer, Clock clock, StdioLimits limits) {
        super(settings, listener, timer, clock, limits.session());
        this.timer = timer;
        this.limits = limits;
    }

    @Override
    protected Connection create(ConnectionOwner owner) {
        return new StdioConnection(settings(), limits, timer, this::nextId, owner);
    }

    @Override
    protected String transport() {
        return "stdio";
    }
}
