package io.mehari.reload.live;

import io.mehari.configuration.ChangedKey;
import io.mehari.thread.GatewayThread;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners and routes of changed keys, one change after the other, on a thread of its own that ends when there is
 * nothing to tell: one that hangs delays no change. Safe for concurrent use.
 */
final class ConfigurationCallbacks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConfigurationCallbacks.class);

    /** Changes that wait for the one that is told; further ones are not told, and logged. */
    private static final int MOST_WAITING = 100;

    private static final long IDLE_SECONDS = 30;

    private final Consumer<List<ChangedKey>> hook;
    private final ThreadPoolExecutor thread = new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            task -> new GatewayThread(task, "mehari-configuration-told"));

    /**
     * Nobody is told yet.
     *
     * @param hook tells everybody of one change, given without secrets
     */
    ConfigurationCallbacks(Consumer<List<ChangedKey>> hook) {
        this.hook = hook;
        thread.allowCoreThreadTimeOut(true);
    }

    /**
     * Tells of a change.
     *
     * @param keys what differs, with secrets
     */
    void tell(List<ChangedKey> keys) {
        List<ChangedKey> safe = keys.stream().map(RedactedKey::of).toList();
        try {
            thread.execute(() -> hook.accept(safe));
        } catch (RejectedExecutionException e) {
            LOG.warn("Listeners are not told of {} changed keys: {} changes wait already", keys.size(), MOST_WAITING);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
