package io.mehari.tools;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.component.aitool.ToolArgumentException;
import io.mehari.exchange.ExchangeState;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CamelToolsTest {
    private final ManualTimer timer = new ManualTimer();
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final ToolThreads threads = new ToolThreads(queue::add, size -> {}, () -> {}, 4, 10);
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final AtomicInteger answers = new AtomicInteger();
    private final AtomicInteger runs = new AtomicInteger();
    private final CallControl control = new CallControl();
    private Processor route = exchange -> exchange.getMessage().setBody("hello");

    @BeforeEach
    void start() throws Exception {
        context.disableJMX();
        context.getShutdownStrategy().setTimeout(1);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("ai-tool:greet?parameter.name=string").process(exchange -> {
                    runs.incrementAndGet();
                    route.process(exchange);
                });
            }
        });
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void whatTheRouteLeavesIsTheAnswer() {
        route = exchange ->
                exchange.getMessage().setBody("hello " + exchange.getMessage().getHeader("name"));
        Exchange exchange = call("greet", Tools.json("{'name': 'anna'}"));
        assertThat(answers).as("nothing runs on the caller's thread").hasValue(0);
        work();
        assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.text("hello anna"));
        assertThat(resultOf(exchange).outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(timer.pending()).isZero();
    }

    @Test
    void theRouteSeesNeitherHeadersNorPropertiesOfTheCall() {
        route = exchange -> exchange.getMessage()
                .setBody(exchange.getMessage().getHeaders().size() + " "
                        + exchange.getProperties().containsKey(ExchangeState.CALL));
        Exchange exchange = exchangeOf("greet", Tools.json("{}"));
        exchange.getMessage().setHeader("Authorization", "secret");
        process(exchange);
        work();
        assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.text("0 false"));
    }

    @Test
    void tellsTheCallerWhatIsWrongWithTheArguments() {
        route = exchange -> {
            throw new ToolArgumentException("There is no such zone");
        };
        assertThat(errorOf(call("greet", Tools.json("{}")))).isEqualTo("There is no such zone");
    }

    @Test
    void findsWhatARouteSaysAboutArgumentsInsideTheExceptionsOfCamel() {
        route = exchange -> {
            throw new CamelExecutionException(
                    "jdbc:secret", exchange, new ToolArgumentException("There is no such zone"));
        };
        assertThat(errorOf(call("greet", Tools.json("{}")))).isEqualTo("There is no such zone");
    }

    @Test
    void aComplaintWithoutAMessageIsAnAnswerToo() {
        route = exchange -> {
            throw new ToolArgumentException(null);
        };
        assertThat(errorOf(call("greet", Tools.json("{}")))).isNotEmpty();
    }

    @Test
    void tellsWhatBecameOfAToolThatTheRouteHasCalled() {
        route = exchange -> {
            throw new ToolCallException(Failed.timedOut("files", "files did not answer within 30 s"));
        };
        assertThat(errorOf(call("greet", Tools.json("{}")))).isEqualTo("files did not answer within 30 s");
        route = exchange -> {
            throw new ToolCallException(Failed.internal("secret"));
        };
        assertThat(errorOf(call("greet", Tools.json("{}")))).doesNotContain("secret");
    }

    @Test
    void hidesEveryOtherException() {
        for (RuntimeException failure : new RuntimeException[] {
            new IllegalStateException("jdbc:secret"),
            new IllegalArgumentException("Cannot write file with name: secret"),
            new NumberFormatException("secret"),
            new NullPointerException()
        }) {
            route = exchange -> {
                throw failure;
            };
            assertThat(errorOf(call("greet", Tools.json("{}"))))
                    .doesNotContain("secret")
                    .contains("log has the cause under request");
        }
    }

    /** S0.13: what a route throws goes to the error firewall, with its cause, unless it cannot pass by itself. */
    @Test
    void whatCanPassGoesToTheErrorFirewall() {
        Exception cause = new java.net.ConnectException("Connection refused: secret:5432");
        route = exchange -> {
            throw cause;
        };
        Exchange exchange = call("greet", Tools.json("{}"));
        assertThat(errorOf(exchange)).doesNotContain("secret");
        assertThat(failureOf(exchange).upstream()).isEqualTo("camel");
        assertThat(exchange.getException()).hasRootCause(cause);
        assertThat(answers).hasValue(1);
        assertThat(timer.pending()).isZero();
    }

    @Test
    void aBodyNoAnswerCanBeMadeOfIsAnAnswerAndNotASilence() {
        route = exchange -> exchange.getMessage().setBody(java.util.Map.of("self", new Object()));
        assertThat(errorOf(call("greet", Tools.json("{}")))).contains("failed");
    }

    @Test
    void aRouteThatTakesTooLongTimesOut() {
        route = exchange -> timer.advance(Duration.ofSeconds(120));
        Exchange exchange = call("greet", Tools.json("{}"));
        work();
        assertThat(failureOf(exchange).outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(failureOf(exchange).message()).contains("greet").contains("120000 ms");
        assertThat(resultOf(exchange)).as("its late answer").isNull();
        assertThat(answers).hasValue(1);
    }

    @Test
    void timeInTheQueueIsNotTheRoutes() {
        Exchange exchange = call("greet", Tools.json("{}"));
        timer.advance(Duration.ofSeconds(121));
        work();
        assertThat(resultOf(exchange).outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void whatWasGivenUpInTheQueueNeverRuns() {
        Exchange exchange = call("greet", Tools.json("{}"));
        control.cancel(CancelCause.LIMIT);
        assertThat(failureOf(exchange).outcome()).isEqualTo(Outcome.TIMED_OUT);
        work();
        assertThat(runs).hasValue(0);
        assertThat(answers).hasValue(1);
    }

    @Test
    void aRunningRouteThatIsGivenUpIsAnsweredForOnce() {
        route = exchange -> control.cancel(CancelCause.LIMIT);
        Exchange exchange = call("greet", Tools.json("{}"));
        work();
        assertThat(failureOf(exchange).outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(resultOf(exchange)).isNull();
        assertThat(answers).hasValue(1);
    }

    @Test
    void whenThreadsAndQueueAreFullItIsUnavailable() {
        Exchange exchange = exchangeOf("greet", Tools.json("{}"));
        CamelTools full = new CamelTools(new ToolThreads(queue::add, size -> {}, () -> {}, 1, 0), timer);
        full.process(exchangeOf("greet", Tools.json("{}")), doneSync -> {});
        full.process(exchange, doneSync -> answers.incrementAndGet());
        assertThat(failureOf(exchange).outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(failureOf(exchange).upstreamDown())
                .as("counts for the breaker")
                .isFalse();
        assertThat(failureOf(exchange).message()).contains("mehari.pipeline.tool-threads");
        assertThat(answers).hasValue(1);
    }

    @Test
    void aToolThatHasJustGoneIsUnavailable() {
        assertThat(failureOf(call("gone", Tools.json("{}"))).message())
                .contains("gone")
                .contains("removed");
    }

    @Test
    void aFullTimerIsAnOutcomeAndNotASilence() {
        timer.fill();
        Exchange exchange = call("greet", Tools.json("{}"));
        work();
        assertThat(exchange.getException()).isInstanceOf(RejectedExecutionException.class);
        assertThat(answers).hasValue(1);
    }

    private Exchange call(String tool, ObjectNode arguments) {
        Exchange exchange = exchangeOf(tool, arguments);
        process(exchange);
        return exchange;
    }

    private Exchange exchangeOf(String tool, ObjectNode arguments) {
        Exchange exchange = new DefaultExchange(context);
        exchange.setProperty(ExchangeState.CALL, Tools.call("camel", tool, arguments));
        exchange.setProperty(ExchangeState.TOOL, Tools.tool("camel", tool));
        exchange.setProperty(ExchangeState.CONTROL, control);
        exchange.getMessage().setBody(arguments);
        return exchange;
    }

    private void process(Exchange exchange) {
        new CamelTools(threads, timer).process(exchange, doneSync -> answers.incrementAndGet());
    }

    /** Does what the tool threads would do. */
    private void work() {
        while (!queue.isEmpty()) {
            queue.poll().run();
        }
    }

    /** What the caller gets unless a recovery gives something better. */
    private String errorOf(Exchange exchange) {
        work();
        if (exchange.getException() instanceof ToolCallException thrown) {
            assertThat(thrown.result().isThrownByRoute()).isTrue();
            assertThat(resultOf(exchange)).isNull();
            return ((ToolError) thrown.result().answer())
                    .result()
                    .at("/content/0/text")
                    .asText();
        }
        assertThat(resultOf(exchange).outcome()).isEqualTo(Outcome.TOOL_ERROR);
        return exchange.getMessage()
                .getBody(ObjectNode.class)
                .at("/content/0/text")
                .asText();
    }

    private static ToolCallResult resultOf(Exchange exchange) {
        return exchange.getProperty(ExchangeState.RESULT, ToolCallResult.class);
    }

    private static Failed failureOf(Exchange exchange) {
        return ((ToolCallException) exchange.getException()).result();
    }
}
