package io.mehari.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.support.MovableClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class BreakerTrialsTest {
    private final MovableClock clock = new MovableClock();
    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
            .waitDurationInOpenState(Duration.ofSeconds(30))
            .build());
    private final BreakerTrials trials = new BreakerTrials(breakers, clock);

    @Test
    @DisplayName("S0.8: the time of the next trial of a breaker is known while it is open")
    void tellsWhenAnOpenBreakerTriesAgain() {
        CircuitBreaker breaker = breakers.circuitBreaker("files/read");
        assertThat(trials.next(breaker)).isEmpty();
        clock.advance(Duration.ofSeconds(5));
        breaker.transitionToOpenState();
        assertThat(trials.next(breaker)).contains(Instant.EPOCH.plusSeconds(35));
        breaker.transitionToHalfOpenState();
        assertThat(trials.next(breaker)).isEmpty();
        clock.advance(Duration.ofSeconds(10));
        breaker.transitionToOpenState();
        assertThat(trials.next(breaker)).contains(Instant.EPOCH.plusSeconds(45));
        breaker.transitionToForcedOpenState();
        assertThat(trials.next(breaker)).as("opened by hand").isEmpty();
        breaker.transitionToOpenState();
        breakers.remove("files/read");
        assertThat(trials.next(breaker)).isEmpty();
    }
}
