package io.mehari.network;

import io.mehari.thread.GatewayThread;
import io.netty.util.concurrent.DefaultThreadFactory;

/** Makes threads for Netty, which are made when they are first needed, and like any {@link GatewayThread} keep only what stays. */
public final class LoopThreads extends DefaultThreadFactory {
    /**
     * Threads that keep no process alive.
     *
     * @param name that theirs begin with
     */
    public LoopThreads(String name) {
        super(name, true);
    }

    @Override
    protected Thread newThread(Runnable task, String name) {
        return GatewayThread.keepOnlyWhatStays(super.newThread(task, name));
    }
}
