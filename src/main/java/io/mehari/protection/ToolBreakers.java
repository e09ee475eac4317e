package io.mehari.protection;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.catalog.Tool;
import io.mehari.upstream.CallSettings;
import java.util.function.Function;

/**
 * The circuit breakers of tools, named {@code server/tool}, each with the limits that hold at the moment: one whose limits
 * have been changed begins anew, closed. Safe for concurrent use.
 */
final class ToolBreakers {
    private final CircuitBreakerRegistry breakers;
    private final BreakerRecovery recovery;
    private final Function<Tool, CallSettings.Breaker> current;

    /**
     * The breakers of a registry.
     *
     * @param breakers where they are kept
     * @param recovery told of those that are dropped
     * @param current the limits that hold for a tool now; a call that is on its way may still have others
     */
    ToolBreakers(
            CircuitBreakerRegistry breakers, BreakerRecovery recovery, Function<Tool, CallSettings.Breaker> current) {
        this.breakers = breakers;
        this.recovery = recovery;
        this.current = current;
    }

    /**
     * The breaker of a tool.
     *
     * @param tool as the call has it
     * @return never null
     */
    CircuitBreaker of(Tool tool) {
        CircuitBreaker breaker =
                breakers.circuitBreaker(tool.id(), () -> config(tool.calls().breaker()));
        return has(breaker, tool.calls().breaker()) ? breaker : changed(tool);
    }

    /** Once per change, and for calls that were on their way when it was made. */
    private synchronized CircuitBreaker changed(Tool tool) {
        CallSettings.Breaker now = current.apply(tool);
        CircuitBreaker found = breakers.circuitBreaker(tool.id(), () -> config(now));
        if (has(found, now)) {
            return found;
        }
        if (found.getState() != State.CLOSED) {
            found.transitionToClosedState(); // so that listeners hear of it
        }
        breakers.remove(tool.id());
        recovery.forget(found);
        return breakers.circuitBreaker(tool.id(), () -> config(now));
    }

    private static boolean has(CircuitBreaker breaker, CallSettings.Breaker settings) {
        CircuitBreakerConfig config = breaker.getCircuitBreakerConfig();
        return config.getSlidingWindowSize() == settings.window()
                && config.getFailureRateThreshold() == settings.failureRate()
                && config.getWaitIntervalFunctionInOpenState().apply(1)
                        == settings.waitOpen().toMillis();
    }

    /** The clock is the registry's. */
    private CircuitBreakerConfig config(CallSettings.Breaker settings) {
        return CircuitBreakerConfig.from(breakers.getDefaultConfig())
                .failureRateThreshold(settings.failureRate())
                .slidingWindowType(SlidingWindowType.COUNT_BASED)
                .slidingWindowSize(settings.window())
                .minimumNumberOfCalls(settings.window())
                .permittedNumberOfCallsInHalfOpenState(Math.min(5, settings.window()))
                .waitDurationInOpenState(settings.waitOpen())
                .writableStackTraceEnabled(false)
                .build();
    }
}
