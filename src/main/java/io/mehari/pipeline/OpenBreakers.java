package io.mehari.pipeline;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;

/**
 * The breakers that keep calls from tools which failed. A server that has been connected again is better evidence than
 * the time a breaker waits, so its tools get their trial calls at once. Safe for concurrent use.
 */
public final class OpenBreakers {
    private final CircuitBreakerRegistry breakers;

    OpenBreakers(CircuitBreakerRegistry breakers) {
        this.breakers = breakers;
    }

    /**
     * Lets trial calls through to all tools of a server; a tool that still fails is shut off again.
     *
     * @param server its name
     */
    public void tryAgain(String server) {
        String prefix = server + "/";
        for (CircuitBreaker breaker : breakers.getAllCircuitBreakers()) {
            if (breaker.getName().startsWith(prefix) && breaker.getState() == State.OPEN) {
                breaker.transitionToHalfOpenState();
            }
        }
    }
}
