package io.mehari.protection;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.call.CallControl;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.catalog.Tool;
import io.mehari.exchange.ExchangeState;
import io.mehari.support.FakeUpstream;
import io.mehari.support.ManualTimer;
import io.mehari.support.MovableClock;
import io.mehari.support.Tools;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Policy;
import org.apache.camel.support.DefaultExchange;

/** The policies around one upstream, nested as the shipped routes nest them; time and answers are the test's. */
final class ProtectionFixture implements AutoCloseable {
    final ManualTimer timer = new ManualTimer();
    final MovableClock clock = new MovableClock();
    final FakeUpstream upstream = new FakeUpstream("files");
    final CircuitBreakerRegistry breakers =
            CircuitBreakerRegistry.of(CircuitBreakerConfig.custom().clock(clock).build());
    final Bulkheads bulkheads = new Bulkheads();
    final DefaultCamelContext context = new DefaultCamelContext();

    /** A step in the innermost policy, in front of the attempt. */
    Processor step = exchange -> {};

    /** Who pauses for the server, which is down until a test says that it is back. */
    final RetryWaitList paused;

    final BreakerRecovery absent;

    private final List<Reply> replies = new ArrayList<>();
    private final AsyncProducer entry;
    private final AsyncProducer recovery;

    ProtectionFixture() throws Exception {
        Upstreams upstreams = new Upstreams();
        upstreams.add(upstream);
        paused = new RetryWaitList(upstreams);
        absent = new BreakerRecovery(breakers, upstreams::readySince);
        upstream.state(UpstreamState.WAITING, "not there");
        context.disableJMX();
        context.getShutdownStrategy().setTimeout(1);
        context.getRegistry().bind("upstreams", upstreams);
        context.getRegistry().bind("timer", timer);
        bind("deadline", (route, steps) -> new DeadlineProcessor(route, steps, timer, timer::nanoTime));
        RetryRules rules = new RetryRules(() -> 0.5, timer, paused);
        bind("retry", (route, steps) -> new RetryProcessor(steps, rules));
        bind("breaker", (route, steps) -> new BreakerProcessor(steps, breakers, absent));
        bind("bulkhead", (route, steps) -> new BulkheadProcessor(steps, bulkheads, timer));
        context.addRoutes(route());
        context.start();
        entry = context.getEndpoint("direct:call").createAsyncProducer();
        entry.start();
        recovery = context.getEndpoint("direct:recover").createAsyncProducer();
        recovery.start();
    }

    private void bind(String name, BiFunction<Route, Processor, AsyncProcessor> wrapper) {
        context.getRegistry().bind(name, Policy.class, new ProtectionPolicy(wrapper));
    }

    private RouteBuilder route() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("direct:call").policy("deadline").to("direct:upstream");
                from("direct:recover").policy("retry").to("direct:call");
                from("direct:upstream")
                        .policy("retry")
                        .policy("breaker")
                        .policy("bulkhead")
                        .process(exchange -> step.process(exchange))
                        .to("mcp:files");
            }
        };
    }

    /** The server is connected again. */
    void serverIsBack() {
        upstream.state(UpstreamState.READY, null);
        paused.wake("files");
    }

    /** Sends a call of this tool that arrives now. */
    Reply send(Tool tool) {
        return send(tool, Tools.call(tool.server(), tool.name(), Tools.json("{'path': 'a'}")));
    }

    Reply send(Tool tool, ToolCall call) {
        return send(exchange(tool, call));
    }

    /** A call of this tool that arrives now and is not sent yet. */
    Exchange exchange(Tool tool) {
        return exchange(tool, Tools.call(tool.server(), tool.name(), Tools.json("{'path': 'a'}")));
    }

    private Exchange exchange(Tool tool, ToolCall call) {
        Exchange exchange = new DefaultExchange(context, ExchangePattern.InOut);
        exchange.getMessage().setBody(call.arguments());
        exchange.setProperty(ExchangeState.CALL, call);
        exchange.setProperty(ExchangeState.TOOL, tool);
        exchange.setProperty(ExchangeState.CONTROL, new CallControl());
        return exchange;
    }

    Reply send(Exchange exchange) {
        Reply reply = new Reply(exchange, new AtomicInteger());
        replies.add(reply);
        entry.process(exchange, doneSync -> reply.answers.incrementAndGet());
        return reply;
    }

    /** Gives a call that has failed to a recovery route. */
    Reply recover(Exchange exchange) {
        Reply reply = new Reply(exchange, new AtomicInteger());
        replies.add(reply);
        recovery.process(exchange, doneSync -> reply.answers.incrementAndGet());
        return reply;
    }

    int permitsInUse(Tool tool) {
        return bulkheads.of(tool.bulkhead()).taken();
    }

    @Override
    public void close() {
        replies.stream()
                .map(Reply::control)
                .filter(Objects::nonNull)
                .forEach(control -> control.cancel(CallControl.CancelCause.LIMIT));
        context.stop();
    }

    /** What came back, and how often. */
    record Reply(Exchange exchange, AtomicInteger answers) {
        boolean isAnswered() {
            return answers.get() > 0;
        }

        /** The failure it ended in. */
        Failed failure() {
            return ((ToolCallException) exchange.getException()).result();
        }

        ToolCallResult result() {
            return exchange.getProperty(ExchangeState.RESULT, ToolCallResult.class);
        }

        CallControl control() {
            return exchange.getProperty(ExchangeState.CONTROL, CallControl.class);
        }
    }
}
