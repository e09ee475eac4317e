package io.mehari.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.catalog.Tool;
import io.mehari.support.Tools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Limits of breakers that change while the gateway runs. */
class ToolBreakersTest {
    private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();
    private final BreakerRecovery recovery = new BreakerRecovery(registry, server -> Optional.empty());
    private final Tool before = tool(20, 10);
    private Tool now = before;
    private final ToolBreakers breakers =
            new ToolBreakers(registry, recovery, tool -> now.calls().breaker());
    private CircuitBreaker breaker;

    @BeforeEach
    void firstCall() {
        breaker = breakers.of(before);
    }

    private static Tool tool(int window, int seconds) {
        return Tools.tool(
                "files",
                "read",
                Tools.limits().breaker(window, Duration.ofSeconds(seconds)).build());
    }

    @Test
    void theSameLimitsAreTheSameBreaker() {
        breaker.transitionToOpenState();
        assertThat(breakers.of(tool(20, 10))).isSameAs(breaker);
        assertThat(breaker.getState()).isEqualTo(State.OPEN);
    }

    @Test
    void changedLimitsHoldFromTheNextCall() {
        for (Tool changed : List.of(tool(3, 10), tool(3, 5))) {
            now = changed;
            CircuitBreaker next = breakers.of(changed);
            assertThat(next).isNotSameAs(breaker);
            assertThat(next.getCircuitBreakerConfig().getSlidingWindowSize()).isEqualTo(3);
            assertThat(breakers.of(changed)).isSameAs(next);
        }
        assertThat(registry.getAllCircuitBreakers()).hasSize(1);
    }

    @Test
    void anOpenOneWhoseLimitsChangeClosesAndSaysSo() {
        breaker.transitionToOpenState();
        List<String> changes = new ArrayList<>();
        breaker.getEventPublisher()
                .onStateTransition(
                        event -> changes.add(event.getStateTransition().name()));
        now = tool(3, 10);
        assertThat(breakers.of(now).getState()).isEqualTo(State.CLOSED);
        assertThat(changes).containsExactly("OPEN_TO_CLOSED");
    }

    @Test
    void aCallThatWasOnItsWayDoesNotBringTheOldLimitsBack() {
        now = tool(3, 10);
        CircuitBreaker next = breakers.of(now);
        assertThat(breakers.of(before)).isSameAs(next);
        assertThat(breakers.of(now)).isSameAs(next);
    }
}
