package io.mehari.protection;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Knows when breakers that are open let the next trial calls through. Safe for concurrent use. */
public final class BreakerTrials {
    private final Map<String, Instant> opened = new ConcurrentHashMap<>();

    /**
     * Watches every breaker that is added from now on.
     *
     * @param breakers where they are added
     * @param clock for times shown
     */
    BreakerTrials(CircuitBreakerRegistry breakers, Clock clock) {
        breakers.getEventPublisher()
                .onEntryAdded(added -> added.getAddedEntry().getEventPublisher().onStateTransition(event -> {
                    if (event.getStateTransition().getToState() == CircuitBreaker.State.OPEN) {
                        opened.put(event.getCircuitBreakerName(), clock.instant());
                    } else {
                        opened.remove(event.getCircuitBreakerName());
                    }
                }))
                .onEntryRemoved(
                        removed -> opened.remove(removed.getRemovedEntry().getName()));
    }

    /**
     * When a breaker lets trial calls through by itself.
     *
     * @param breaker any
     * @return empty if it is not open, or was opened by hand
     */
    public Optional<Instant> next(CircuitBreaker breaker) {
        Duration wait = Duration.ofMillis(breaker.getCircuitBreakerConfig()
                .getWaitIntervalFunctionInOpenState()
                .apply(1));
        return Optional.ofNullable(opened.get(breaker.getName())).map(since -> since.plus(wait));
    }
}
