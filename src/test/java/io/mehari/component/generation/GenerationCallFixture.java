package io.mehari.component.generation;

import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.exchange.ExchangeState;
import io.mehari.support.Tools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProducer;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.AsyncProcessorSupport;
import org.apache.camel.support.DefaultExchange;

/** A fixed context in front of generations whose one step calls back when the test says so. */
final class GenerationCallFixture implements AutoCloseable {
    static final Duration GRACE = Duration.ofSeconds(2);
    static final Duration TOTAL = Duration.ofSeconds(120);

    final RunningGeneration running = new RunningGeneration();
    final AtomicLong aheadNanos = new AtomicLong();
    final List<ToolCall> abandoned = new CopyOnWriteArrayList<>();
    final CallWatchdog inFlight = new CallWatchdog(
            GRACE,
            tool -> TOTAL.toNanos(),
            (call, result) -> {
                abandoned.add(call);
                return java.util.concurrent.CompletableFuture.completedFuture(null);
            },
            () -> System.nanoTime() + aheadNanos.get());
    final DefaultCamelContext fixed = new DefaultCamelContext();
    final Queue<Inside> inside = new ConcurrentLinkedQueue<>();

    /** What the step does with each call that arrives. */
    volatile java.util.function.Consumer<Inside> step = inside::add;

    private final List<CamelContext> contexts = new ArrayList<>();
    private final AsyncProducer producer;

    GenerationCallFixture() throws Exception {
        fixed.disableJMX();
        fixed.getRegistry().bind("running", running);
        fixed.getRegistry().bind("inFlight", inFlight);
        fixed.start();
        producer = fixed.getEndpoint("generation:tool-call").createAsyncProducer();
        producer.start();
    }

    /** Builds a generation, started but not yet serving. */
    Generation build(int number) throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.disableJMX();
        context.setMessageHistory(false);
        context.getShutdownStrategy().setTimeout(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:tool-call").process(new AsyncProcessorSupport() {
                    @Override
                    public boolean process(Exchange exchange, AsyncCallback callback) {
                        step.accept(new Inside(number, exchange, callback));
                        return false;
                    }
                });
            }
        });
        context.start();
        contexts.add(context);
        return new Generation(number, "fingerprint", context);
    }

    Generation serve(int number) throws Exception {
        Generation next = build(number);
        running.flip(next).ifPresent(Generation::retire);
        return next;
    }

    Outside send() {
        return send(exchange -> {});
    }

    Outside send(java.util.function.Consumer<Exchange> change) {
        Exchange exchange = new DefaultExchange(fixed);
        ToolCall call = Tools.call("files", "read", Tools.json("{'path': 'a'}"));
        exchange.getMessage().setBody(call.arguments());
        exchange.setProperty(ExchangeState.CALL, call);
        change.accept(exchange);
        Outside outside = new Outside(exchange, new AtomicInteger());
        producer.process(exchange, doneSync -> outside.answers.incrementAndGet());
        return outside;
    }

    @Override
    public void close() {
        fixed.stop();
        inside.forEach(left -> left.callback().done(false));
        contexts.forEach(CamelContext::stop);
    }

    /** A call as the generation sees it. */
    record Inside(int generation, Exchange exchange, AsyncCallback callback) {
        void answer(String text) {
            exchange.setProperty(ExchangeState.RESULT, ToolCallResult.of(Tools.text(text)));
            callback.done(false);
        }
    }

    /** A call as its caller sees it. */
    record Outside(Exchange exchange, AtomicInteger answers) {
        ToolCallResult result() {
            return exchange.getProperty(ExchangeState.RESULT, ToolCallResult.class);
        }

        Failed failure() {
            return (Failed) result();
        }
    }
}
