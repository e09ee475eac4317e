package io.mehari.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.component.generation.Generation;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.exchange.ExchangeState;
import io.mehari.protocol.Json;
import io.mehari.redaction.Redaction;
import io.mehari.support.ManualTimer;
import io.mehari.support.MovableClock;
import io.mehari.support.Tools;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Channel;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.apache.camel.support.service.ServiceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Recordings of calls that run through real routes. */
class RecordingsTest {
    private static final ObjectNode ANSWER = Tools.json("{'answer': 42}");

    private final RunningGeneration running = new RunningGeneration();
    private final MovableClock clock = new MovableClock();
    private final ManualTimer timer = new ManualTimer();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicReference<Object> inside = new AtomicReference<>(ANSWER);
    private final List<DefaultCamelContext> contexts = new ArrayList<>();
    private Recordings recordings;

    @BeforeEach
    void start() throws Exception {
        running.flip(new Generation(1, "x", context()));
        recordings = new Recordings(running, new Redaction(List.of()), timer, clock, System::nanoTime);
    }

    @AfterEach
    void stop() {
        recordings.close();
        contexts.forEach(DefaultCamelContext::stop);
    }

    private DefaultCamelContext context() throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                onException(IllegalArgumentException.class)
                        .handled(true)
                        .process(exchange -> answer(exchange, ToolCallResult.Failed.internal("No")))
                        .id("mend");
                from("direct:tool-call")
                        .routeId("tool-call")
                        .to("direct:stage")
                        .id("enter")
                        .description("Goes on")
                        .choice()
                        .id("which")
                        .when(body().isNotNull())
                        .process(exchange -> answer(exchange, new ToolCallResult.Success(ANSWER, false)))
                        .id("answer-it")
                        .end();
                from("direct:stage")
                        .routeId("stage")
                        .errorHandler(noErrorHandler())
                        .process(exchange -> {
                            if (inside.get() instanceof RuntimeException failure) {
                                throw failure;
                            }
                            exchange.getMessage().setBody(inside.get());
                        })
                        .id("work")
                        .to("mock:told")
                        .id("tell");
            }
        });
        context.start();
        contexts.add(context);
        return context;
    }

    private static void answer(Exchange exchange, ToolCallResult result) {
        exchange.setProperty(ExchangeState.RESULT, result);
        if (result instanceof ToolCallResult.Success success) {
            exchange.getMessage().setBody(success.result());
        }
    }

    private void call(String tool, String arguments) {
        ToolCall call = new ToolCall(
                "files",
                tool,
                Tools.json(arguments),
                new CallContext("r" + requests.incrementAndGet(), Caller.ANONYMOUS, Instant.EPOCH, System.nanoTime()));
        DefaultCamelContext context =
                (DefaultCamelContext) running.current().orElseThrow().context();
        Exchange exchange = new DefaultExchange(context, ExchangePattern.InOut);
        exchange.setProperty(ExchangeState.CALL, call);
        exchange.getMessage().setBody(call.arguments());
        Exchange done = context.createProducerTemplate().send("direct:tool-call", exchange);
        assertThat(done.getException()).isNull();
        assertThat(done.getProperty(ExchangeState.RESULT)).isNotNull();
    }

    private String record(String tool, int calls) {
        return recordings
                .start(new RecordingRequest(
                        Optional.of("files"), Optional.ofNullable(tool), calls, Duration.ofSeconds(60), "ops"))
                .path("id")
                .asText();
    }

    private JsonNode listed(String id) {
        for (JsonNode each : recordings.list().path("recordings")) {
            if (each.path("id").asText().equals(id)) {
                return each;
            }
        }
        throw new AssertionError("not listed: " + id);
    }

    private List<String> steps(JsonNode film) {
        List<String> steps = new ArrayList<>();
        film.path("steps").forEach(step -> steps.add(step.path("step").asText()));
        return steps;
    }

    private static JsonNode step(JsonNode film, String id) {
        for (JsonNode step : film.path("steps")) {
            if (step.path("step").asText().equals(id)) {
                return step;
            }
        }
        throw new AssertionError(id + " is not in " + film);
    }

    @Test
    @DisplayName("S0.8: a call is recorded step by step, with times, bodies and what has changed")
    void recordsACallStepByStep() {
        String id = record(null, 1);
        call("read", "{'path': 'a.txt'}");

        JsonNode film = recordings.call(id, 1).orElseThrow();
        assertThat(film.path("request_id").asText()).isEqualTo("r1");
        assertThat(film.path("outcome").asText()).isEqualTo("success");
        assertThat(film.path("cut").asBoolean()).isFalse();
        assertThat(steps(film)).containsExactly("enter", "work", "tell", "which", "answer-it", "answer");
        JsonNode enter = step(film, "enter");
        assertThat(enter.path("route").asText()).isEqualTo("tool-call");
        assertThat(enter.path("label").asText()).isEqualTo("to");
        assertThat(enter.path("description").asText()).isEqualTo("Goes on");
        assertThat(enter.path("seq").asInt()).isEqualTo(1);
        assertThat(enter.path("body").asText()).contains("a.txt");
        assertThat(enter.path("changed").asBoolean()).isFalse();
        assertThat(step(film, "work").path("route").asText()).isEqualTo("stage");
        JsonNode tell = step(film, "tell");
        assertThat(tell.path("body").asText()).contains("42");
        assertThat(tell.path("changed").asBoolean()).isTrue();
        assertThat(tell.path("at_ms").asDouble())
                .isGreaterThanOrEqualTo(step(film, "work").path("at_ms").asDouble());
        film.path("steps")
                .forEach(step -> assertThat(step.path("duration_ms").isNumber())
                        .as(step.toString())
                        .isTrue());
        JsonNode summary = listed(id).path("calls").get(0);
        assertThat(summary.path("outcome").asText()).isEqualTo("success");
        assertThat(summary.path("duration_ms").isNumber()).isTrue();
    }

    @Test
    @DisplayName("S0.8: recording is free while nobody records: no step is stood around")
    void leavesNothingBehind() throws Exception {
        List<Object> before = delegates();
        assertThat(recordings.probed()).isZero();
        String id = record(null, 1);
        assertThat(recordings.probed()).isGreaterThanOrEqualTo(6);
        assertThat(delegates()).isNotEqualTo(before);
        call("read", "{}");
        assertThat(recordings.probed()).as("it has all it wants").isZero();
        assertThat(delegates()).isEqualTo(before);
        call("read", "{}");
        assertThat(listed(id).path("calls")).hasSize(1);
        assertThat(listed(id).path("running").asBoolean()).isFalse();
    }

    private List<Object> delegates() {
        List<Object> delegates = new ArrayList<>();
        for (Route route : running.current().orElseThrow().context().getRoutes()) {
            for (Service each : ServiceHelper.getChildServices((Service) route.getProcessor())) {
                if (each instanceof Channel) {
                    delegates.add(((DelegateAsyncProcessor) each).getProcessor());
                }
            }
        }
        assertThat(delegates).hasSizeGreaterThan(3);
        return delegates;
    }

    @Test
    void recordsFailuresAndHowTheyAreMended() {
        String id = record(null, 1);
        inside.set(new IllegalArgumentException("token=abcdefgh12345678 is wrong"));
        call("read", "{}");
        JsonNode film = recordings.call(id, 1).orElseThrow();
        assertThat(film.path("outcome").asText()).isEqualTo("internal");
        assertThat(step(film, "work").path("error").asText())
                .contains("is wrong")
                .doesNotContain("abcdefgh12345678");
        assertThat(steps(film)).contains("mend");
    }

    @Test
    @DisplayName("S0.8: secrets are not recorded, large bodies are cut, streams stay unread")
    void showsBodiesSafely() throws Exception {
        String id = record(null, 3);
        inside.set(Tools.json("{'password': 'hunter2', 'path': 'a'}"));
        call("read", "{'api_key': 'sk-123456'}");
        assertThat(recordings.call(id, 1).orElseThrow().toString())
                .doesNotContain("hunter2", "sk-123456")
                .contains(Redaction.REDACTED);

        inside.set("x".repeat(100_000));
        call("read", "{}");
        JsonNode tell = step(recordings.call(id, 2).orElseThrow(), "tell");
        assertThat(tell.path("body").asText()).hasSize(ShownBody.LONGEST);
        assertThat(tell.path("cut").asBoolean()).isTrue();

        InputStream stream = new ByteArrayInputStream("unread".getBytes(StandardCharsets.UTF_8));
        ShownBody shown = ShownBody.of(stream, new Redaction(List.of()));
        assertThat(shown.text()).contains("ByteArrayInputStream");
        assertThat(stream.readAllBytes()).hasSize(6);
    }

    @Test
    void takesOnlyTheCallsThatAreAskedFor() {
        String id = record("write", 2);
        call("read", "{}");
        call("write", "{}");
        call("write", "{}");
        call("write", "{}");
        assertThat(listed(id).path("calls"))
                .hasSize(2)
                .allSatisfy(call -> assertThat(call.path("tool").asText()).isEqualTo("write"));
        assertThat(recordings.call(id, 3)).isEmpty();
        assertThat(recordings.call("unknown", 1)).isEmpty();
    }

    @Test
    void goesOnInNewRoutes() throws Exception {
        String id = record(null, 2);
        call("read", "{}");
        running.flip(new Generation(2, "y", context()));
        call("read", "{}");
        assertThat(listed(id).path("calls")).hasSize(2);
        assertThat(steps(recordings.call(id, 2).orElseThrow())).contains("work", "answer-it");
        assertThat(recordings.probed()).isZero();
    }

    @Test
    @DisplayName("S0.8: recordings are bounded in number, steps, size and life")
    void isBounded() {
        String first = record(null, 1);
        record(null, 1);
        record(null, 1);
        assertThatThrownBy(() -> record(null, 1))
                .isInstanceOf(RecordingsFullException.class)
                .hasMessageContaining("3 recordings run");
        assertThat(recordings.stop(first).orElseThrow().path("running").asBoolean())
                .isFalse();
        assertThat(recordings.stop("unknown")).isEmpty();
        clock.advance(Duration.ofSeconds(61));
        assertThat(listed(first).path("running").asBoolean()).isFalse();
        assertThat(recordings.probed()).as("their time is over").isZero();
        for (int i = 0; i < 10; i++) {
            recordings.stop(record(null, 1));
        }
        assertThat(recordings.list().path("recordings")).hasSize(Recordings.MOST_KEPT);
        clock.advance(Recordings.LIFE.plusSeconds(1));
        assertThat(recordings.list().path("recordings")).isEmpty();
    }

    @Test
    void aFilmIsBounded() {
        ToolCall call = new ToolCall(
                "s", "t", Json.object(), new CallContext("r", Caller.ANONYMOUS, Instant.EPOCH, System.nanoTime()));
        CallFilm film = new CallFilm(1, call, new Redaction(List.of()));
        RecordedStep.Place place = new RecordedStep.Place("tool-call", "x", "to", null);
        for (int i = 0; i < 2 * CallFilm.MOST_STEPS; i++) {
            film.begin(place, i + "y".repeat(ShownBody.LONGEST), System.nanoTime());
        }
        film.answered(new ToolCallResult.Success(ANSWER, false), System.nanoTime());
        JsonNode json = film.json();
        assertThat(json.path("cut").asBoolean()).isTrue();
        assertThat(json.path("steps")).hasSize(CallFilm.MOST_STEPS);
        assertThat(json.toString().length()).isLessThan(CallFilm.MOST_TEXT + 200 * CallFilm.MOST_STEPS);
    }
}
