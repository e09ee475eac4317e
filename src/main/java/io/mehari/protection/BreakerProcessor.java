package io.mehari.protection;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.call.CallControl;
import io.mehari.call.Client;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.Failed.Standing;
import io.mehari.catalog.Tool;
import io.mehari.exchange.CallState;
import io.mehari.upstream.CallSettings;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Stops calling a tool that keeps failing ({@code policy: {ref: breaker}}). One breaker per tool, named {@code
 * server/tool}. Never answers while its steps run, so it needs no copy of the exchange.
 */
public final class BreakerProcessor extends DelegateAsyncProcessor {
    private final ToolBreakers breakers;
    private final BreakerRecovery recovery;

    /** With the limits that each call has. */
    public BreakerProcessor(Processor steps, CircuitBreakerRegistry breakers, BreakerRecovery recovery) {
        this(steps, new ToolBreakers(breakers, recovery, tool -> tool.calls().breaker()), recovery);
    }

    BreakerProcessor(Processor steps, ToolBreakers breakers, BreakerRecovery recovery) {
        super(steps);
        this.breakers = breakers;
        this.recovery = recovery;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        Tool tool = CallState.requiredTool(exchange);
        CircuitBreaker breaker = breakers.of(tool);
        if (!breaker.tryAcquirePermission()) {
            return CallState.fail(exchange, callback, open(tool, breaker));
        }
        CallControl control = CallState.control(exchange);
        long began = breaker.getCurrentTimestamp();
        long asked = asked(control);
        Permit permit = new Permit(
                exchange, () -> countCancelled(breaker, took(breaker, began, control, asked), tool, exchange));
        try {
            return super.process(exchange, doneSync -> {
                permit.end(() -> count(breaker, took(breaker, began, control, asked), exchange));
                callback.done(doneSync);
            });
        } catch (RuntimeException e) {
            permit.end(breaker::releasePermission);
            throw e;
        }
    }

    /** In units of the breaker. */
    private static long took(CircuitBreaker breaker, long began, CallControl control, long askedBefore) {
        long asked = breaker.getTimestampUnit().convert(asked(control) - askedBefore, TimeUnit.NANOSECONDS);
        return breaker.getCurrentTimestamp() - began - asked;
    }

    /** How long the client of the call was asked something so far: no time that the tool took. */
    private static long asked(CallControl control) {
        return control.client() == Client.NONE ? 0 : control.askedNanos(System.nanoTime());
    }

    /** A call past its deadline has timed out, whatever its steps still do; one whose caller has left tells nothing. */
    private static void countCancelled(CircuitBreaker breaker, long took, Tool tool, Exchange exchange) {
        if (CallState.control(exchange).isCallerGone()) {
            breaker.releasePermission();
            return;
        }
        Failed timedOut = Failed.timedOut(tool.server(), "Cancelled before " + tool.id() + " answered");
        breaker.onError(took, breaker.getTimestampUnit(), new ToolCallException(timedOut));
    }

    /** What the server did counts; the gateway's own limits and defects say nothing about the tool. */
    private void count(CircuitBreaker breaker, long took, Exchange exchange) {
        TimeUnit unit = breaker.getTimestampUnit();
        Exception failure = exchange.getException();
        if (failure == null || isAnswer(failure)) {
            breaker.onSuccess(took, unit);
        } else if (failure instanceof ToolCallException refused && isUpstreamsFault(refused.result())) {
            breaker.onError(took, unit, failure);
            if (refused.result().outcome() == Outcome.UNAVAILABLE) {
                recovery.missed(breaker, refused.result().upstream(), Duration.of(took, unit.toChronoUnit()));
            }
        } else {
            breaker.releasePermission();
        }
    }

    /** A JSON-RPC error, and what a route throws, is often the fault of one caller: it must not shut the tool off for others. */
    private static boolean isAnswer(Exception failure) {
        return failure instanceof ToolCallException refused
                && (refused.result().outcome() == Outcome.UPSTREAM_ERROR
                        || refused.result().isThrownByRoute());
    }

    private static boolean isUpstreamsFault(Failed result) {
        if (result.standing() == Standing.REPLICA_FAILED) {
            return false; // the replica has a breaker of its own
        }
        return switch (result.outcome()) {
            case UNAVAILABLE, OUTCOME_UNKNOWN -> result.upstreamDown();
            case INTERNAL, CANCELLED -> false;
            default -> true;
        };
    }

    private static Failed open(Tool tool, CircuitBreaker breaker) {
        CallSettings.Breaker settings = tool.calls().breaker();
        if (breaker.getState() == CircuitBreaker.State.FORCED_OPEN) {
            return Failed.limited(
                    tool.server(),
                    "The circuit breaker of " + tool.id()
                            + " was opened by an operator and stays open until it is closed",
                    settings.waitOpen());
        }
        return Failed.limited(
                tool.server(),
                "The circuit breaker of " + tool.id() + " is open: at least " + settings.failureRate()
                        + " % of its last calls failed; it lets a trial call through within "
                        + settings.waitOpen().toSeconds() + " s",
                settings.waitOpen());
    }
}
