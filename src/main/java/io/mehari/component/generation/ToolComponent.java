package io.mehari.component.generation;

import io.mehari.call.CallControl;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code tool:server/name} calls any tool, of a server or of a route, through the whole pipeline: admission, check of the
 * arguments, cache, retry, breaker, bulkhead, record. Without blocking. Producer only.
 *
 * <p>Body in: the arguments (JSON tree, map, or JSON text). Body out: the {@code tools/call} result as a JSON tree, {@code
 * isError} included. A call that failed ends in a {@link io.mehari.call.ToolCallException}, one that was not run in a
 * {@link io.mehari.call.ToolRefusedException}.
 */
public final class ToolComponent extends DefaultComponent {
    /** Where calls enter, as the endpoints of the data plane have it. */
    public static final String PIPELINE = "generation:tool-call";

    private final AtomicLong calls = new AtomicLong();
    private Supplier<PipelineEntry> pipeline;

    /**
     * Whether the pipeline is another context's. A thread of it that waits for a route of this one works on nothing else of
     * its own, so a call that comes back begins on another thread.
     */
    private final boolean beside;

    /** Calls tools of the gateway whose context this is in. */
    public ToolComponent() {
        this.beside = false;
    }

    /**
     * Calls tools of a gateway beside the context this is in.
     *
     * @param pipeline where calls enter there, asked for at each call
     */
    public ToolComponent(Supplier<PipelineEntry> pipeline) {
        this.pipeline = pipeline;
        this.beside = true;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        int slash = remaining == null ? -1 : remaining.indexOf('/');
        if (slash < 1 || slash == remaining.length() - 1) {
            throw new IllegalArgumentException("tool:" + (remaining == null ? "" : remaining)
                    + " names no tool: write tool:server/name, such as tool:camel/current_time");
        }
        return new ToolEndpoint(uri, this, remaining.substring(0, slash), remaining.substring(slash + 1));
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        if (pipeline == null) {
            PipelineEntry entry = new PipelineEntry(getCamelContext(), PIPELINE);
            pipeline = () -> entry;
        }
    }

    /**
     * Sends a call into the pipeline.
     *
     * @return how it ended
     * @throws IllegalStateException if it is that of a gateway that does not run
     */
    CompletableFuture<ToolCallResult> send(ToolCall call, CallControl control) {
        PipelineEntry entry = pipeline.get();
        return beside
                ? CompletableFuture.supplyAsync(() -> entry.send(call, control)).thenCompose(sent -> sent)
                : entry.send(call, control);
    }

    /**
     * Counts calls, so that each has an id of its own.
     *
     * @return from 1
     */
    long nextCall() {
        return calls.incrementAndGet();
    }
}
