package io.mehari.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.CallCompleted;
import io.mehari.call.Outcome;
import io.mehari.event.BreakerOpened;
import io.mehari.launch.GatewayFixture;
import io.mehari.protocol.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Routes of users that tap what has happened, in a real generation. */
@DisplayName("S0.7: events are JSON trees for routes that tap them")
class EventTapTest {
    private static final Instant AT = Instant.parse("2026-01-01T00:00:00Z");

    private static final List<CallCompleted> CALLS = List.of(
            new CallCompleted("r1", "files", "read", "ada", Outcome.SUCCESS, true, Duration.ofMillis(12), AT),
            new CallCompleted("r2", "files", "write", "ada", Outcome.TOOL_ERROR, false, Duration.ofMillis(3), AT));

    @TempDir
    static Path directory;

    private static GatewayFixture gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = GatewayFixture.serving(directory);
    }

    @AfterAll
    static void stop() {
        gateway.close();
        gateway = null;
    }

    /** A route that leaves what it makes of each event in a queue of the generation. */
    private static void tap(String from, String step) {
        gateway.write("notification/tap.camel.yaml", """
                - route:
                    id: tap
                    from:
                      uri: direct:%s
                      steps:
                        - %s
                        - to: seda:tapped
                """.formatted(from, step));
        gateway.reload();
    }

    private static List<String> tapped(Processor tap, List<?> events) throws Exception {
        Exchange tick = new DefaultExchange(gateway.fixed);
        tick.getMessage().setBody(events);
        tap.process(tick);
        assertThat(tick.getMessage().getBody()).as("for the steps behind it").isEqualTo(events);
        var context = gateway.running.current().orElseThrow().context();
        var texts = new ArrayList<String>();
        try (var consumer = context.createConsumerTemplate()) {
            consumer.start();
            for (int i = 0; i < events.size(); i++) {
                texts.add(consumer.receiveBodyNoWait("seda:tapped", String.class));
            }
        }
        return texts;
    }

    private static Processor calls() {
        return new EventTap("call-events", gateway.running);
    }

    @Test
    void simpleReadsThem() throws Exception {
        tap("call-events", "setBody: {simple: '${body[server]}/${body[tool]} ${body[outcome]} ${body[event]}'}");
        assertThat(tapped(calls(), CALLS))
                .containsExactly("files/read success call_completed", "files/write tool_error call_completed");
    }

    @Test
    void jqReadsThem() throws Exception {
        tap(
                "call-events",
                "setBody: {jq: {expression: '.caller + \" \" + (.duration_ms | tostring)', resultType: String}}");
        assertThat(tapped(calls(), CALLS)).allSatisfy(text -> assertThat(text).startsWith("ada "));
    }

    @Test
    void theyAreMarshalledAsJson() throws Exception {
        tap("call-events", "marshal: {json: {library: Jackson}}");
        assertThat(tapped(calls(), CALLS)).first().satisfies(text -> {
            var tree = Json.read(text);
            assertThat(tree.path("request_id").asText()).isEqualTo("r1");
            assertThat(tree.path("cache_hit").asBoolean()).isTrue();
            assertThat(tree.path("completed_at").asText()).isEqualTo(AT.toString());
        });
    }

    @Test
    void changesHaveATapOfTheirOwn() throws Exception {
        tap("change-events", "setBody: {simple: '${body[event]} ${body[server]}'}");
        List<BreakerOpened> opened = List.of(new BreakerOpened("files", "read", AT));
        assertThat(tapped(new EventTap("change-events", gateway.running), opened))
                .containsExactly("breaker_changed files");
        assertThat(tapped(calls(), CALLS)).as("nobody taps calls").containsOnlyNulls();
    }

    @Test
    void aTapThatFailsHarmsNobody() throws Exception {
        tap("call-events", "throwException: {exceptionType: java.lang.IllegalStateException, message: broken}");
        assertThat(tapped(calls(), CALLS)).containsOnlyNulls();
    }
}
