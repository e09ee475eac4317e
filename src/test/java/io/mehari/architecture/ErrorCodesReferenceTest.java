package io.mehari.architecture;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Failed.Standing;
import io.mehari.call.ToolCallResult.InputRequired;
import io.mehari.call.ToolCallResult.InvalidArguments;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.call.Violation;
import io.mehari.catalog.Tool;
import io.mehari.endpoint.http.RejectionReason;
import io.mehari.endpoint.rest.EnvelopeForm;
import io.mehari.endpoint.rest.McpoForm;
import io.mehari.exchange.ExchangeState;
import io.mehari.protection.BreakerProcessor;
import io.mehari.protection.BreakerRecovery;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

/** {@code docs/reference/error-codes.md} says of every outcome and rejection what the code makes of it. */
class ErrorCodesReferenceTest {
    private static final CallContext CONTEXT = new CallContext("id", Caller.ANONYMOUS, Instant.EPOCH, 0);
    private static final Tool TOOL = Tools.tool("files", "read");

    @Test
    void outcomes() {
        List<List<String>> rows = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            ToolCallResult result = resultOf(outcome, Standing.DOWN);
            rows.add(List.of(
                    "`" + outcome.code() + "`",
                    Integer.toString(
                            McpoForm.INSTANCE.render(CONTEXT, result).status().code()),
                    Integer.toString(EnvelopeForm.INSTANCE
                            .render(CONTEXT, result)
                            .status()
                            .code()),
                    breaker(outcome),
                    outcome.isFailure() ? "yes" : "no"));
        }
        new ReferenceTable("reference/error-codes.md", "outcomes").mustBe(rows);
    }

    @Test
    void rejections() {
        List<List<String>> rows = Arrays.stream(RejectionReason.values())
                .map(reason -> List.of(
                        "`" + reason.code() + "`",
                        Integer.toString(reason.status().code())))
                .toList();
        new ReferenceTable("reference/error-codes.md", "rejections").mustBe(rows);
    }

    private static String breaker(Outcome outcome) {
        ToolCallResult down = resultOf(outcome, Standing.DOWN);
        if (down instanceof InvalidArguments || down instanceof Rejected) {
            return "not reached";
        }
        String whenDown = counted(down);
        String whenThere = counted(resultOf(outcome, Standing.THERE));
        return whenDown.equals(whenThere) ? whenDown : whenDown + " if the server was down, else " + whenThere;
    }

    /** What a circuit breaker makes of a call that ends so. */
    private static String counted(ToolCallResult result) {
        CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
        BreakerRecovery recovery = new BreakerRecovery(registry, server -> Optional.empty());
        Exchange exchange = new DefaultExchange(new DefaultCamelContext());
        exchange.setProperty(ExchangeState.TOOL, TOOL);
        new BreakerProcessor(step -> end(step, result), registry, recovery).process(exchange, doneSync -> {});
        CircuitBreaker.Metrics metrics = registry.circuitBreaker(TOOL.id()).getMetrics();
        if (metrics.getNumberOfFailedCalls() == 1) {
            return "failure";
        }
        return metrics.getNumberOfSuccessfulCalls() == 1 ? "success" : "not counted";
    }

    private static void end(Exchange exchange, ToolCallResult result) {
        if (result instanceof Failed failed) {
            exchange.setException(new ToolCallException(failed));
        } else {
            exchange.setProperty(ExchangeState.RESULT, result);
        }
    }

    private static ToolCallResult resultOf(Outcome outcome, Standing standing) {
        return switch (outcome) {
            case SUCCESS -> new Success(Json.object(), false);
            case TOOL_ERROR -> new ToolError(Json.object());
            case INPUT_REQUIRED -> new InputRequired(Json.object());
            case INVALID_ARGUMENTS -> new InvalidArguments(List.of(new Violation("", "message", "type")));
            case NOT_FOUND, UNAUTHENTICATED, FORBIDDEN, RATE_LIMITED, BUDGET_EXCEEDED ->
                new Rejected(outcome, "message", Optional.empty());
            case UNAVAILABLE, TIMED_OUT, BAD_UPSTREAM, OUTCOME_UNKNOWN, CANCELLED, INTERNAL ->
                new Failed(outcome, "message", "files", Optional.of(Duration.ZERO), Optional.empty(), standing);
        };
    }
}
