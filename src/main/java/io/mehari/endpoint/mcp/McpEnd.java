package io.mehari.endpoint.mcp;

import java.util.List;
import org.springframework.context.SmartLifecycle;

/**
 * Ends what would never end by itself when the gateway stops, before the gateway waits for calls in flight: streams that
 * wait for changes, calls that wait for their clients. Safe for concurrent use.
 */
final class McpEnd implements SmartLifecycle {
    private final List<AutoCloseable> ends;
    private volatile boolean running;

    /**
     * The end of these.
     *
     * @param ends closed in their order; none waits
     */
    McpEnd(AutoCloseable... ends) {
        this.ends = List.of(ends);
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        for (AutoCloseable end : ends) {
            try {
                end.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Begins last and ends first. */
    @Override
    public int getPhase() {
        return Integer.MAX_VALUE;
    }
}
