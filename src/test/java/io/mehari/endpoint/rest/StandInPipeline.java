package io.mehari.endpoint.rest;

import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.exchange.ExchangeState;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.support.DefaultAsyncProducer;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.DefaultEndpoint;

/** Component {@code generation:} whose pipeline is a function. */
final class StandInPipeline extends DefaultComponent {
    private final Function<ToolCall, CompletableFuture<ToolCallResult>> pipeline;

    StandInPipeline(Function<ToolCall, CompletableFuture<ToolCallResult>> pipeline) {
        this.pipeline = pipeline;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new DefaultEndpoint(uri, this) {
            @Override
            public Producer createProducer() {
                return new DefaultAsyncProducer(this) {
                    @Override
                    public boolean process(Exchange exchange, AsyncCallback callback) {
                        return run(exchange, callback);
                    }
                };
            }

            @Override
            public Consumer createConsumer(Processor processor) {
                throw new UnsupportedOperationException();
            }
        };
    }

    private boolean run(Exchange exchange, AsyncCallback callback) {
        CompletableFuture<ToolCallResult> result = pipeline.apply((ToolCall) exchange.getProperty(ExchangeState.CALL));
        boolean sync = result.isDone();
        result.whenComplete((value, failure) -> {
            if (failure != null) {
                exchange.setException(failure);
            } else {
                exchange.setProperty(ExchangeState.RESULT, value);
            }
            callback.done(sync);
        });
        return sync;
    }
}
