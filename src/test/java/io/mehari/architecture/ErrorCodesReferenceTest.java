package io.mehari.architecture;

import static org.assertj.core.api.Assertions.assertThat;

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
import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.endpoint.rest.form.McpoForm;
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
    private static final McpoForm MCPO = new McpoForm(new ToolCatalog());

    private static final CallContext CONTEXT = new CallContext("id", Caller.ANONYMOUS, Instant.EPOCH, 0);
    private static final Tool TOOL = Tools.tool("files", "read");

    @Test
    void outcomes() {
        List<List<String>> rows = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            ToolCallResult result = resultOf(outcome, Standing.DOWN);
            boolean byCode = outcome == Outcome.UPSTREAM_ERROR;
            rows.add(List.of(
                    "`" + outcome.code() + "`",
                    byCode ? "by code" : status(MCPO.render(CONTEXT, result)),
                    byCode ? "by code" : status(EnvelopeForm.INSTANCE.render(CONTEXT, result)),
                    breaker(outcome),
                    byCode ? "by code" : letter(outcome)));
        }
        new ReferenceTable("reference/error-codes.md", "outcomes").mustBe(rows);
    }

    @Test
    void upstreamErrors() {
        List<List<String>> rows = new ArrayList<>();
        for (int code : List.of(-32602, -32601, -32600, -32700, -32603, -32000, -32099, 1)) {
            Failed failed =
                    Failed.upstreamError("files", "message", Json.object().put("code", code));
            assertThat(status(EnvelopeForm.INSTANCE.render(CONTEXT, failed)))
                    .as("the same in both forms")
                    .isEqualTo(status(MCPO.render(CONTEXT, failed)));
            rows.add(List.of(
                    code == 1 ? "any other" : Integer.toString(code),
                    status(MCPO.render(CONTEXT, failed)),
                    failed.leavesDeadLetter() ? "yes" : "no"));
        }
        new ReferenceTable("reference/error-codes.md", "upstream-errors").mustBe(rows);
    }

    private static String status(Response response) {
        return Integer.toString(response.status().code());
    }

    private static String letter(Outcome outcome) {
        boolean whenDown = leavesLetter(outcome, Standing.DOWN);
        if (whenDown == leavesLetter(outcome, Standing.THERE)) {
            return whenDown ? "yes" : "no";
        }
        return "if the server was down or asked to wait";
    }

    private static boolean leavesLetter(Outcome outcome, Standing standing) {
        return resultOf(outcome, standing) instanceof Failed failed && failed.leavesDeadLetter();
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
            case NOT_FOUND,
                    UNAUTHENTICATED,
                    FORBIDDEN,
                    RATE_LIMITED,
                    BUDGET_EXCEEDED,
                    IDEMPOTENCY_CONFLICT,
                    ALREADY_RUN -> new Rejected(outcome, "message", Optional.empty());
            case UPSTREAM_ERROR -> Failed.upstreamError("files", "message", Json.object());
            case UNAVAILABLE, TIMED_OUT, BAD_UPSTREAM, OUTCOME_UNKNOWN, CANCELLED, INTERNAL ->
                new Failed(outcome, "message", "files", Optional.of(Duration.ZERO), Optional.empty(), standing);
        };
    }
}
