package io.mehari.component.generation;

import io.mehari.call.CallControl;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.exchange.ExchangeState;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends tool calls into the pipeline, each on an exchange of its own. Safe for concurrent use. */
public final class PipelineEntry {
    private static final Logger LOG = LoggerFactory.getLogger(PipelineEntry.class);

    private final Supplier<CamelContext> context;
    private final String uri;
    private volatile AsyncProducer producer;

    /**
     * An entry that starts its producer at the first call.
     *
     * @param context in which the endpoint lives; stops what is started here
     * @param uri address of the endpoint that runs the pipeline
     */
    public PipelineEntry(CamelContext context, String uri) {
        this(() -> context, uri);
    }

    /**
     * An entry in a context that is asked for at the first call.
     *
     * @param context in which the endpoint lives; stops what is started here
     * @param uri address of the endpoint that runs the pipeline
     */
    public PipelineEntry(Supplier<CamelContext> context, String uri) {
        this.context = context;
        this.uri = uri;
    }

    /**
     * Runs a call without blocking.
     *
     * @param call what to run
     * @param control by which its endpoint cancels it
     * @return how the call ended; never ends exceptionally, may end before this returns
     */
    public CompletableFuture<ToolCallResult> send(ToolCall call, CallControl control) {
        CompletableFuture<ToolCallResult> result = new CompletableFuture<>();
        try {
            AsyncProducer target = producer();
            Exchange exchange = target.getEndpoint().createExchange(ExchangePattern.InOut);
            exchange.setProperty(ExchangeState.CALL, call);
            exchange.setProperty(ExchangeState.CONTROL, control);
            exchange.getMessage().setBody(call.arguments());
            target.process(exchange, doneSync -> result.complete(resultOf(exchange, call)));
        } catch (RuntimeException e) {
            result.complete(internal(call, e));
        }
        return result;
    }

    private static ToolCallResult resultOf(Exchange exchange, ToolCall call) {
        if (exchange.getException() == null
                && exchange.getProperty(ExchangeState.RESULT) instanceof ToolCallResult result) {
            return result;
        }
        return internal(call, exchange.getException());
    }

    private static ToolCallResult internal(ToolCall call, Exception cause) {
        LOG.error("Request {}: the pipeline left no result", call.context().requestId(), cause);
        return ToolCallResult.Failed.internal("No result");
    }

    private AsyncProducer producer() {
        AsyncProducer found = producer;
        return found != null ? found : start();
    }

    private synchronized AsyncProducer start() {
        if (producer == null) {
            Endpoint endpoint = context.get().getEndpoint(uri);
            try {
                AsyncProducer created = endpoint.createAsyncProducer();
                context.get().addService(created, true, true);
                producer = created;
            } catch (Exception e) {
                throw new IllegalStateException("The endpoint " + uri + " cannot be started", e);
            }
        }
        return producer;
    }
}
