package io.mehari.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallControl;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvents;
import io.mehari.exchange.CallState;
import io.mehari.exchange.ExchangeState;
import io.mehari.failure.CallFailed;
import io.mehari.failure.FailureClassifier;
import io.mehari.failure.RecoveryRecord;
import io.mehari.failure.Severity;
import io.mehari.monitoring.metric.FailureMeters;
import io.mehari.monitoring.metric.Meters;
import io.mehari.recovery.RecoveryStatistics;
import io.mehari.redaction.Redaction;
import io.mehari.support.Tools;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;
import org.springframework.core.io.ClassPathResource;

/** What is told of calls that fail: once, without secrets, bounded. */
class FailureReportsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private static final Failed LOST = Failed.outcomeUnknown("files", "Upstream files lost it, password=hunter2");

    private final GatewayEvents events = new GatewayEvents();
    private final EventQueue<CallFailed> queue = events.subscribe(CallFailed.class, 10);

    private static final FailureMeters METERS = new FailureMeters("files"::equals, true);

    static FailureReports reports(GatewayEvents events, Clock clock) {
        FailureClassifier classifier =
                FailureClassifier.read(new ClassPathResource("mehari/config/error-patterns.yaml"));
        return new FailureReports(
                classifier, new Redaction(List.of()), events, new RecoveryStatistics(System::nanoTime), METERS, clock);
    }

    @Test
    void tellsWhatFailedOnceWithoutSecrets() {
        Exchange exchange = exchange(LOST);
        CallState.classified(exchange, LOST, "CONNECTION");
        record(exchange);
        record(exchange);
        assertThat(queue.drain(10)).singleElement().satisfies(event -> {
            assertThat(event.server()).isEqualTo("files");
            assertThat(event.outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
            assertThat(event.category()).isEqualTo("CONNECTION");
            assertThat(event.severity()).isEqualTo(Severity.HIGH);
            assertThat(event.recoverable()).isTrue();
            assertThat(event.message()).contains("lost it").doesNotContain("hunter2");
            assertThat(event.recovery()).isEqualTo(RecoveryRecord.NONE);
            assertThat(event.at()).isEqualTo(Instant.EPOCH);
        });
    }

    @Test
    void tellsOfACallThatWasRecovered() {
        Exchange exchange = exchange(new Success(Tools.text("x"), false));
        CallState.classified(exchange, LOST, "CONNECTION");
        RecoveryRecord recovered =
                new RecoveryRecord("recover-connection", RecoveryRecord.Result.RECOVERED, 2, Duration.ofMillis(1200));
        exchange.setProperty(ExchangeState.RECOVERY, recovered);
        record(exchange);
        assertThat(queue.drain(10)).singleElement().satisfies(event -> {
            assertThat(event.outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
            assertThat(event.recovery()).isEqualTo(recovered);
        });
    }

    @Test
    void aCallThatDoesNotFailTellsNothing() {
        record(exchange(new Success(Tools.text("x"), false)));
        Failed left = Failed.cancelled("files", "left");
        Exchange cancelled = exchange(left);
        CallState.classified(cancelled, left, "UNKNOWN");
        record(cancelled);
        assertThat(queue.size()).isZero();
    }

    /** S0.12: the patterns apply to the texts of tools. */
    @Test
    void anErrorOfAToolIsClassifiedByItsText() {
        ObjectNode result = Tools.text("Deadlock found").put("isError", true);
        record(exchange(ToolCallResult.of(result)));
        assertThat(queue.drain(10)).singleElement().satisfies(event -> {
            assertThat(event.outcome()).isEqualTo(Outcome.TOOL_ERROR);
            assertThat(event.category()).isEqualTo("DATABASE");
            assertThat(event.message()).isEqualTo("Deadlock found");
        });
    }

    /** For operators the cause, without secrets; the caller gets the text of the failure. */
    @Test
    void whatAToolRouteThrewIsToldByItsCause() {
        Failed thrown = Failed.thrownByRoute("camel", "The route of this tool failed");
        Exchange exchange = exchange(thrown.answer());
        exchange.setProperty(
                Exchange.EXCEPTION_CAUGHT,
                new ToolCallException(thrown, new IllegalStateException("Deadlock found, password=hunter2")));
        CallState.classified(exchange, thrown, "DATABASE");
        exchange.setProperty(
                ExchangeState.RECOVERY,
                new RecoveryRecord("recover-database", RecoveryRecord.Result.NOT_ALLOWED, 0, Duration.ZERO));
        record(exchange);
        assertThat(queue.drain(10)).singleElement().satisfies(event -> {
            assertThat(event.outcome()).isEqualTo(Outcome.TOOL_ERROR);
            assertThat(event.message())
                    .contains("IllegalStateException: Deadlock found")
                    .doesNotContain("hunter2");
            assertThat(event.recovery().result()).isEqualTo(RecoveryRecord.Result.NOT_ALLOWED);
        });
    }

    @Test
    void whatIsToldIsBounded() {
        ObjectNode result = Tools.text("x".repeat(100_000)).put("isError", true);
        record(exchange(ToolCallResult.of(result)));
        assertThat(queue.drain(1).get(0).message()).hasSize(CallFailed.MAX_MESSAGE);
    }

    private void record(Exchange exchange) {
        new CallRecorder(events, reports(events, CLOCK), Meters.ofFiles(), CLOCK).process(exchange);
    }

    private static Exchange exchange(ToolCallResult result) {
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(ExchangeState.CALL, Tools.call("files", "read", Tools.json("{}")));
        exchange.setProperty(ExchangeState.CONTROL, new CallControl());
        exchange.setProperty(ExchangeState.RESULT, result);
        return exchange;
    }
}
