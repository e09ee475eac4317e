package io.mehari.component.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.Caller;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.InvalidArguments;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.call.ToolRefusedException;
import io.mehari.call.Violation;
import io.mehari.exchange.ExchangeState;
import io.mehari.support.Tools;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** {@code tool:server/name}, in front of a pipeline whose one step answers when the test says so. */
class ToolProducerTest {
    private static final Caller ANNA = new Caller("anna", Set.of());

    private final AtomicInteger answers = new AtomicInteger();
    private GenerationCallFixture pipeline;

    @BeforeEach
    void start() throws Exception {
        pipeline = new GenerationCallFixture();
        pipeline.running.flip(pipeline.build(1));
    }

    @AfterEach
    void stop() throws Exception {
        pipeline.close();
    }

    @Test
    void callsTheToolThroughThePipelineForTheSameCaller() throws Exception {
        Exchange exchange = send("tool:files/read", calledBy(0), Tools.json("{'path': 'a'}"));
        ToolCall call = inner().getProperty(ExchangeState.CALL, ToolCall.class);
        assertThat(call.server()).isEqualTo("files");
        assertThat(call.tool()).isEqualTo("read");
        assertThat(call.arguments()).isEqualTo(Tools.json("{'path': 'a'}"));
        assertThat(call.context().caller()).isEqualTo(ANNA);
        assertThat(call.context().requestId()).startsWith("outer-t");
        assertThat(call.context().depth()).isEqualTo(1);
        assertThat(answers).as("waits without a thread").hasValue(0);

        answer(ToolCallResult.of(Tools.text("hello")));
        assertThat(answers).hasValue(1);
        assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.text("hello"));
        assertThat(exchange.getProperty(ExchangeState.RESULT, ToolCallResult.class)
                        .outcome())
                .isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void theErrorOfAToolIsItsResult() throws Exception {
        ObjectNode error = Tools.text("no").put("isError", true);
        Exchange exchange = send("tool:files/read", calledBy(0), "{}");
        answer(ToolCallResult.of(error));
        assertThat(exchange.getException()).isNull();
        assertThat(exchange.getMessage().getBody()).isEqualTo(error);
    }

    @Test
    void aFailedCallIsAnExceptionThatKeepsItsOutcome() throws Exception {
        Exchange exchange = send("tool:files/read", calledBy(0), "{}");
        answer(Failed.timedOut("files", "too late"));
        assertThat(exchange.getException())
                .isInstanceOf(ToolCallException.class)
                .hasMessage("too late");
    }

    @Test
    void aCallThatWasNotRunSaysWhy() throws Exception {
        Exchange unknown = send("tool:files/raed", calledBy(0), "{}");
        answer(Rejected.notFound("There is no such tool; did you mean read?"));
        assertThat(unknown.getException())
                .isInstanceOf(ToolRefusedException.class)
                .hasMessage("Tool files/raed was not run: There is no such tool; did you mean read?");
        Exchange invalid = send("tool:files/read", calledBy(0), "{}");
        answer(new InvalidArguments(
                List.of(new Violation("/path", "is missing", "required"), new Violation("", "is odd", "x"))));
        assertThat(invalid.getException()).hasMessage("Tool files/read was not run: /path is missing; is odd");
    }

    @Test
    void toolsThatCallInACircleComeToAnEnd() throws Exception {
        send("tool:camel/me", calledBy(ToolProducer.MOST_HOPS - 1), "{}");
        assertThat(pipeline.inside).hasSize(1);
        Exchange oneMore = send("tool:camel/me", calledBy(ToolProducer.MOST_HOPS), "{}");
        assertThat(oneMore.getException())
                .isInstanceOf(ToolRefusedException.class)
                .hasMessageContaining("10 tools")
                .hasMessageContaining("circle");
        assertThat(pipeline.inside).as("nothing was sent").hasSize(1);
        assertThat(answers).hasValue(1);
    }

    @Test
    void endsWithTheCallThatTheRouteWorksOn() throws Exception {
        CallControl outer = new CallControl();
        Exchange exchange = calledBy(0);
        exchange.setProperty(ExchangeState.CONTROL, outer);
        send("tool:files/read", exchange, "{}");
        CallControl control = inner().getProperty(ExchangeState.CONTROL, CallControl.class);
        assertThat(control.isCancelled()).isFalse();
        outer.cancel(CancelCause.CALLER);
        assertThat(control.isCallerGone()).isTrue();
    }

    @Test
    void aRouteThatWorksForNobodyMayCallTools() throws Exception {
        Exchange exchange = send("tool:files/read", new DefaultExchange(pipeline.fixed), "{}");
        ToolCall call = inner().getProperty(ExchangeState.CALL, ToolCall.class);
        assertThat(call.context().caller().name()).startsWith("route ");
        answer(ToolCallResult.of(Tools.text("hello")));
        assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.text("hello"));
    }

    @Test
    void inAStageOfThePipelineItAnswersOnlyTheStage() throws Exception {
        Exchange stage = new DefaultExchange(pipeline.fixed);
        stage.setProperty(ExchangeState.CALL, calledBy(3).getProperty(ExchangeState.CALLED_BY));
        send("tool:files/read", stage, "{}");
        assertThat(inner().getProperty(ExchangeState.CALL, ToolCall.class)
                        .context()
                        .depth())
                .isEqualTo(4);
        answer(ToolCallResult.of(Tools.text("hello")));
        assertThat(stage.getMessage().getBody()).isEqualTo(Tools.text("hello"));
        assertThat(stage.getProperty(ExchangeState.RESULT)).isNull();
    }

    @Test
    void refusesABodyThatIsNoObjectAndAnAddressThatNamesNoTool() throws Exception {
        assertThat(send("tool:files/read", calledBy(0), "[1]").getException()).hasMessageContaining("tool:files/read");
        for (String address : List.of("tool:files", "tool:files/", "tool:/read")) {
            assertThatThrownBy(() -> pipeline.fixed.getEndpoint(address))
                    .hasStackTraceContaining("write tool:server/name");
        }
        assertThatThrownBy(() -> pipeline.fixed.getEndpoint("tool:a/b").createConsumer(null))
                .hasMessageContaining("ai-tool:");
        assertThat(pipeline.inside).isEmpty();
    }

    private Exchange send(String uri, Exchange exchange, Object body) throws Exception {
        exchange.getMessage().setBody(body);
        AsyncProducer producer = pipeline.fixed.getEndpoint(uri).createAsyncProducer();
        producer.start();
        producer.process(exchange, doneSync -> answers.incrementAndGet());
        return exchange;
    }

    private Exchange calledBy(int depth) {
        Exchange exchange = new DefaultExchange(pipeline.fixed);
        CallContext context = new CallContext("outer", ANNA, Instant.EPOCH, 0, depth);
        exchange.setProperty(ExchangeState.CALLED_BY, new ToolCall("camel", "mine", Tools.json("{}"), context));
        return exchange;
    }

    private Exchange inner() {
        return pipeline.inside.peek().exchange();
    }

    private void answer(ToolCallResult result) {
        var step = pipeline.inside.poll();
        step.exchange().setProperty(ExchangeState.RESULT, result);
        step.callback().done(false);
    }
}
