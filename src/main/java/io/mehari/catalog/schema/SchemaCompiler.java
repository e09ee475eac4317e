package io.mehari.catalog.schema;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.thread.GatewayThread;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Compiles schemas of tools on a thread of its own: a list of tools arrives on an event loop, and what a server writes into
 * it must not hold up the callers of others. Schemas that a call waits for come first; else each server's list gets on by
 * one schema in turn, and a list that another has replaced is left. Safe for concurrent use.
 */
public final class SchemaCompiler implements AutoCloseable {
    private static final long IDLE_SECONDS = 30;

    /** One entry for each list that is not done, and one for each schema a call waits for. */
    private final LinkedBlockingDeque<Runnable> queue = new LinkedBlockingDeque<>();

    private final Map<String, Batch> batches = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor thread =
            new ThreadPoolExecutor(1, 1, IDLE_SECONDS, TimeUnit.SECONDS, queue, SchemaCompiler::thread);

    /** A compiler whose thread begins with the first schema. */
    public SchemaCompiler() {
        thread.allowCoreThreadTimeOut(true);
    }

    private static Thread thread(Runnable task) {
        return new GatewayThread(task, "mehari-schemas");
    }

    /**
     * A schema that is compiled when a call needs it, or by {@link #compile}.
     *
     * @param definition the schema; null for a tool without one
     * @return not compiled yet, unless it is absent
     */
    public ToolSchema schema(JsonNode definition) {
        return new ToolSchema(definition, this::first);
    }

    /**
     * Compiles the schemas of a server, one after the other, in the background.
     *
     * @param server name of the server; what was left of its list before is given up
     * @param schemas schemas of its tools
     */
    public void compile(String server, List<ToolSchema> schemas) {
        Batch batch = new Batch(server, List.copyOf(schemas));
        batches.put(server, batch);
        later(batch);
    }

    private void later(Runnable task) {
        try {
            thread.execute(task);
        } catch (RejectedExecutionException e) {
            batches.clear(); // the gateway is stopping
        }
    }

    private void first(Runnable task) {
        queue.offerFirst(task);
        thread.prestartCoreThread();
        if (thread.isShutdown() && queue.remove(task)) {
            task.run(); // the gateway is stopping, but the call must end all the same
        }
    }

    /** Ends the thread; calls that still need a schema compile it themselves. */
    @Override
    public void close() {
        thread.shutdownNow().stream().filter(task -> !(task instanceof Batch)).forEach(Runnable::run);
    }

    private final class Batch implements Runnable {
        private final String server;
        private final List<ToolSchema> schemas;
        private int next;

        Batch(String server, List<ToolSchema> schemas) {
            this.server = server;
            this.schemas = schemas;
        }

        @Override
        public void run() {
            if (batches.get(server) != this) {
                return;
            }
            if (next == schemas.size()) {
                batches.remove(server, this);
                return;
            }
            try {
                schemas.get(next++).compile();
            } finally {
                later(this);
            }
        }
    }
}
