package io.mehari.component.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.Caller;
import io.mehari.call.Client;
import io.mehari.call.ClientHeaders;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolRefusedException;
import io.mehari.exchange.ExchangeState;
import io.mehari.protocol.Json;
import io.mehari.support.FakeUpstream;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import io.mehari.upstream.AllowedTools;
import io.mehari.upstream.UpstreamCall.Cancellation;
import io.mehari.upstream.Upstreams;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.AsyncProducer;
import org.apache.camel.Exchange;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class McpProducerTest {
    private static final Duration ATTEMPT = Duration.ofSeconds(120);

    private final ManualTimer timer = new ManualTimer();
    private final FakeUpstream upstream = new FakeUpstream("files");
    private final Upstreams upstreams = new Upstreams();
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final AtomicInteger answers = new AtomicInteger();
    private final CallControl control = new CallControl();

    @BeforeEach
    void start() {
        upstreams.add(upstream);
        context.disableJMX();
        context.getRegistry().bind("upstreams", upstreams);
        context.getRegistry().bind("timer", timer);
        context.addComponent("mcp", new McpComponent(timer::nanoTime));
        context.start();
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void callsTheToolOfTheCallInProgress() {
        send("mcp:files", Tools.json("{'path': 'a'}"));
        assertThat(upstream.last().tool).isEqualTo("read");
        assertThat(upstream.last().arguments).isEqualTo(Tools.json("{'path': 'a'}"));
    }

    @Test
    void headersOfTheCallerGoToTheServerOfTheCallAndToNoOther() {
        ClientHeaders anna = ClientHeaders.of(Map.of("x-user", "anna"));
        for (String server : List.of("files", "camel")) {
            Exchange exchange = new DefaultExchange(context);
            CallContext of = new CallContext("id", Caller.LOCAL, Instant.EPOCH, 0).with(anna);
            exchange.setProperty(ExchangeState.CALL, new ToolCall(server, "read", Json.object(), of));
            exchange.setProperty(ExchangeState.CONTROL, control);
            exchange.getMessage().setBody(Json.object());
            process("mcp:files", exchange);
        }
        assertThat(upstream.calls).hasSize(2);
        assertThat(upstream.headers).containsExactly(anna);
    }

    @Test
    void leavesResultInBodyAndProperty() {
        Exchange exchange = send("mcp:files", Tools.json("{}"));
        upstream.last().answer("hello");
        assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.text("hello"));
        assertThat(resultOf(exchange).outcome()).isEqualTo(Outcome.SUCCESS);
        assertThat(answers).hasValue(1);
        assertThat(timer.pending()).as("clocks left behind").isZero();
    }

    @Test
    void theToolsOwnErrorIsItsAnswer() {
        Exchange exchange = send("mcp:files", Tools.json("{}"));
        upstream.last().result().complete(Tools.text("no").put("isError", true));
        assertThat(resultOf(exchange).outcome()).isEqualTo(Outcome.TOOL_ERROR);
        assertThat(exchange.getException()).isNull();
    }

    @Test
    void aQuestionBackIsItsAnswer() {
        Exchange exchange = send("mcp:files", Tools.json("{}"));
        upstream.last().result().complete(Tools.json("{'resultType': 'input_required'}"));
        assertThat(resultOf(exchange).outcome()).isEqualTo(Outcome.INPUT_REQUIRED);
    }

    @Test
    void takesArgumentsAsTreeMapOrText() {
        for (Object body : new Object[] {Tools.json("{'n': 1}"), Map.of("n", 1), "{\"n\": 1}"}) {
            send("mcp:files", body);
            assertThat(upstream.last().arguments).isEqualTo(Tools.json("{'n': 1}"));
        }
        send("mcp:files", null);
        assertThat(upstream.last().arguments).isEqualTo(Json.object());
    }

    @Test
    void refusesABodyThatIsNoObject() {
        Exchange exchange = send("mcp:files", "[1]");
        assertThat(exchange.getException()).hasMessageContaining("mcp:files").hasMessageContaining("JSON object");
        assertThat(upstream.calls).isEmpty();
        assertThat(answers).hasValue(1);
    }

    @Test
    void callsAnotherToolWhereTheOptionSaysSo() {
        send("mcp:files?tool=list", Tools.json("{}"));
        assertThat(upstream.last().tool).isEqualTo("list");
    }

    @Test
    void withoutAnyToolItSaysWhatIsMissing() {
        Exchange exchange = new DefaultExchange(context);
        process("mcp:files", exchange);
        assertThat(exchange.getException()).hasMessageContaining("option tool");
    }

    @Test
    void anUnknownUpstreamIsUnavailable() {
        Failed failed = failureOf(send("mcp:gone", Tools.json("{}")));
        assertThat(failed.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(failed.message()).contains("gone");
    }

    @Test
    void anAttemptThatTakesTooLongTimesOutAndIsCancelled() {
        Exchange exchange = send("mcp:files", Tools.json("{}"));
        timer.advance(ATTEMPT.minusMillis(1));
        assertThat(answers).hasValue(0);
        timer.advance(Duration.ofMillis(1));
        assertThat(failureOf(exchange).outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(failureOf(exchange).message())
                .contains("files")
                .contains("120 s")
                .contains("timeout.attempt");
        assertThat(upstream.last().isCancelled()).isTrue();
    }

    @Test
    void anAttemptThatWasNeverSentIsUnavailableAndMayBeMadeAgain() {
        upstream.cancelWith(() -> Cancellation.NEVER_SENT);
        Exchange exchange = send("mcp:files", Tools.json("{}"));
        timer.advance(ATTEMPT);
        Failed failed = failureOf(exchange);
        assertThat(failed.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(failed.upstream()).isEqualTo("files");
        assertThat(failed.upstreamDown())
                .as("counted by the breaker, tried again")
                .isTrue();
        assertThat(failed.retryAfter()).contains(Duration.ofSeconds(1));
        assertThat(failed.message())
                .contains("files", "120 s", "timeout.attempt", "was not sent", "safe to repeat")
                .doesNotContain("told to cancel");
        assertThat(upstream.last().isCancelled()).isTrue();
        assertThat(answers).hasValue(1);
        assertThat(timer.pending()).isZero();
    }

    @Test
    void aCallThatEndsInTheMomentItsTimeIsOverKeepsItsOwnOutcome() {
        upstream.cancelWith(() -> Cancellation.TOO_LATE);
        Exchange exchange = send("mcp:files", Tools.json("{}"));
        timer.advance(ATTEMPT);
        assertThat(answers).hasValue(0);
        upstream.last().fail(Failed.outcomeUnknown("files", "lost"));
        assertThat(failureOf(exchange).outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
        assertThat(answers).hasValue(1);
        assertThat(timer.pending()).isZero();
    }

    @Test
    void aCancellationThatFailsIsAnOutcomeAndNotASilence() {
        upstream.cancelWith(() -> {
            throw new IllegalStateException("defect");
        });
        Exchange exchange = send("mcp:files", Tools.json("{}"));
        Assertions.assertThatThrownBy(() -> timer.advance(ATTEMPT)).hasRootCauseMessage("defect");
        assertThat(failureOf(exchange).outcome()).as("it may have been sent").isEqualTo(Outcome.TIMED_OUT);
        assertThat(answers).hasValue(1);
    }

    @Test
    void anAnswerAfterTheTimeoutChangesNothing() {
        Exchange exchange = send("mcp:files", Tools.json("{}"));
        timer.advance(ATTEMPT);
        upstream.last().answer("late");
        assertThat(resultOf(exchange)).isNull();
        assertThat(answers).hasValue(1);
    }

    @Test
    void theOptionTimeoutHoldsInsteadOfTheSettings() {
        Exchange exchange = send("mcp:files?timeout=2s", Tools.json("{}"));
        timer.advance(Duration.ofSeconds(2));
        assertThat(failureOf(exchange).message()).contains("2 s");
    }

    @Test
    void progressWindsTheClockUpAgain() {
        Exchange exchange = send("mcp:files", Tools.json("{}"));
        for (int i = 0; i < 10; i++) {
            timer.advance(ATTEMPT.minusSeconds(1));
            upstream.last().progress.progressed(Json.object());
        }
        assertThat(answers).hasValue(0);
        timer.advance(ATTEMPT);
        assertThat(failureOf(exchange).outcome()).isEqualTo(Outcome.TIMED_OUT);
    }

    @Test
    void theClockStandsStillWhileTheClientIsAsked() {
        CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
        CallControl asking = new CallControl(params -> {}, Runnable::run, client(answer));
        Exchange exchange = send("mcp:files", Tools.json("{}"), asking);
        Client given = upstream.clients.get(0);
        timer.advance(Duration.ofSeconds(20));
        given.ask("files", "elicitation/create", Json.object());
        timer.advance(Duration.ofMinutes(20));
        assertThat(answers).hasValue(0);
        answer.complete(Json.object());
        timer.advance(ATTEMPT.minusSeconds(21));
        assertThat(answers).hasValue(0);
        timer.advance(Duration.ofSeconds(2));
        assertThat(failureOf(exchange).outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(timer.pending()).isZero();
    }

    @Test
    void whoCannotBeAskedCostsNothing() {
        send("mcp:files", Tools.json("{}"));
        assertThat(upstream.clients).isEmpty();
    }

    private static Client client(CompletableFuture<ObjectNode> answer) {
        return new Client() {
            @Override
            public String key() {
                return "ada";
            }

            @Override
            public ObjectNode capabilities() {
                return Tools.json("{'elicitation': {}}");
            }

            @Override
            public CompletableFuture<ObjectNode> ask(String server, String method, ObjectNode params) {
                return answer;
            }

            @Override
            public void notified(String server, String method, ObjectNode params) {
                throw new AssertionError(method);
            }
        };
    }

    @Test
    void progressDoesNotKeepACallThatWasGivenUp() {
        Exchange exchange = send("mcp:files", Tools.json("{}"));
        upstream.last().progress.progressed(Json.object());
        control.cancel(CancelCause.LIMIT);
        assertThat(failureOf(exchange).outcome()).isEqualTo(Outcome.TIMED_OUT);
        assertThat(upstream.last().isCancelled()).isTrue();
        assertThat(timer.pending()).isZero();
    }

    @Test
    void sendsNothingForACallThatWasCancelledBefore() {
        control.cancel(CancelCause.LIMIT);
        Exchange exchange = send("mcp:files", Tools.json("{}"));
        assertThat(upstream.calls).isEmpty();
        requireCancelledUnsent(exchange);
    }

    @Test
    void aCallThatIsCancelledBeforeItWasSentIsUnavailable() {
        upstream.cancelWith(() -> Cancellation.NEVER_SENT);
        Exchange exchange = send("mcp:files", Tools.json("{}"));
        control.cancel(CancelCause.LIMIT);
        assertThat(upstream.last().isCancelled()).isTrue();
        requireCancelledUnsent(exchange);
        timer.advance(ATTEMPT);
        requireCancelledUnsent(exchange);
    }

    private void requireCancelledUnsent(Exchange exchange) {
        Failed failed = failureOf(exchange);
        assertThat(failed.outcome()).isEqualTo(Outcome.UNAVAILABLE);
        assertThat(failed.upstreamDown()).as("the upstream's fault").isFalse();
        assertThat(failed.message()).contains("files/read", "cancelled by the gateway", "before it was sent");
        assertThat(answers).hasValue(1);
        assertThat(timer.pending()).isZero();
    }

    @Test
    void aFailureOfTheUpstreamIsItsOutcome() {
        Exchange exchange = send("mcp:files", Tools.json("{}"));
        upstream.last().fail(Failed.outcomeUnknown("files", "lost"));
        assertThat(failureOf(exchange).outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
    }

    @Test
    void anUpstreamThatThrowsIsAnOutcomeAndNotASilence() {
        upstream.answerWith(call -> {
            throw new IllegalStateException("defect");
        });
        assertThat(send("mcp:files", Tools.json("{}")).getException()).hasMessage("defect");
        assertThat(answers).hasValue(1);
    }

    @Test
    void aTimerThatIsFullCancelsWhatWasSent() {
        timer.fill();
        Exchange exchange = send("mcp:files", Tools.json("{}"));
        assertThat(exchange.getException()).isNotNull();
        assertThat(upstream.last().isCancelled()).isTrue();
        assertThat(answers).hasValue(1);
    }

    @Test
    void listsTheToolsOfAnUpstream() {
        upstream.tools(Tools.definition("read"), Tools.definition("write"));
        Exchange exchange = send("mcp:files?operation=listTools", null);
        assertThat(exchange.getMessage().getBody(ArrayNode.class))
                .extracting(tool -> tool.path("name").asText())
                .containsExactly("read", "write");
    }

    @Test
    void aToolThatIsNotAllowedIsNeitherListedNorCalled() {
        upstreams.add(new FakeUpstream(
                        Tools.settings("git").withTools(new AllowedTools(Set.of(), Optional.of(Set.of("log")))))
                .tools(Tools.definition("log"), Tools.definition("push")));
        Exchange list = send("mcp:git?operation=listTools", null);
        assertThat(list.getMessage().getBody(ArrayNode.class))
                .extracting(tool -> tool.path("name").asText())
                .containsExactly("log");
        Exchange call = send("mcp:git?tool=push", Tools.json("{}"));
        assertThat(call.getException())
                .isInstanceOf(ToolRefusedException.class)
                .hasMessage("Tool git/push was not run: in mcp-servers.json, allowedTools of git does not name push");
    }

    @Test
    void aCallWhoseToolWasTakenAwayMeanwhileIsAnsweredAsNotFound() {
        upstreams.add(new FakeUpstream(Tools.settings("git", "f", "read")));
        Exchange call = send("mcp:git", Tools.json("{}"));
        assertThat(call.getException()).isNull();
        assertThat(call.getProperty(ExchangeState.RESULT, ToolCallResult.class).outcome())
                .isEqualTo(Outcome.NOT_FOUND);
        assertThat(answers).hasValue(1);
    }

    @Test
    void listingAnUnknownUpstreamSaysSo() {
        assertThat(send("mcp:gone?operation=listTools", null).getException()).hasMessageContaining("gone");
    }

    @Test
    void isNoPlaceToStartARouteFrom() {
        Assertions.assertThatThrownBy(() -> context.getEndpoint("mcp:files").createConsumer(exchange -> {}))
                .hasMessageContaining("ai-tool:");
    }

    @Test
    void refusesAnUnknownOption() {
        Assertions.assertThatThrownBy(() -> context.getEndpoint("mcp:files?tol=list"))
                .isInstanceOf(ResolveEndpointFailedException.class)
                .hasMessageContaining("tol");
    }

    /** A server may answer before its call has left the thread that makes it; progress waits for that thread by then. */
    @Test
    void anAnswerThatIsThereImmediatelyDoesNotOvertakeItsProgress() {
        List<Runnable> loop = new ArrayList<>();
        List<String> seen = new ArrayList<>();
        CallControl slow = new CallControl(params -> loop.add(() -> seen.add("progress")), loop::add);
        upstream.answerWith(call -> {
            slow.progressed(Json.object());
            call.answer("ok");
        });
        Exchange exchange = send("mcp:files", Tools.json("{}"), slow);
        assertThat(answers).as("answers on the thread that makes the call").hasValue(0);

        for (int i = 0; i < loop.size(); i++) {
            loop.get(i).run();
            seen.add("answers " + answers.get());
        }

        assertThat(seen).containsExactly("progress", "answers 0", "answers 1");
        assertThat(resultOf(exchange).outcome()).isEqualTo(Outcome.SUCCESS);
    }

    @Test
    void countsTheTimeAtTheServer() {
        send("mcp:files", Tools.json("{}"));
        timer.advance(Duration.ofMillis(70));
        upstream.last().answer("ok");

        assertThat(Duration.ofNanos(control.ranNanos())).isEqualTo(Duration.ofMillis(70));
    }

    private Exchange send(String uri, Object body) {
        return send(uri, body, control);
    }

    private Exchange send(String uri, Object body, CallControl with) {
        Exchange exchange = new DefaultExchange(context);
        exchange.getMessage().setBody(body);
        exchange.setProperty(ExchangeState.CALL, Tools.call("files", "read", Json.object()));
        exchange.setProperty(ExchangeState.CONTROL, with);
        process(uri, exchange);
        return exchange;
    }

    private void process(String uri, Exchange exchange) {
        try {
            AsyncProducer producer = context.getEndpoint(uri).createAsyncProducer();
            producer.start();
            producer.process(exchange, doneSync -> answers.incrementAndGet());
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static ToolCallResult resultOf(Exchange exchange) {
        return exchange.getProperty(ExchangeState.RESULT, ToolCallResult.class);
    }

    private static Failed failureOf(Exchange exchange) {
        return ((ToolCallException) exchange.getException()).result();
    }
}
