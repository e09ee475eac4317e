package io.mehari.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.event.BreakerClosed;
import io.mehari.event.BreakerOpened;
import io.mehari.event.ChangeEvent;
import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvents;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BreakerEventsTest {
    private final GatewayEvents events = new GatewayEvents();
    private final EventQueue<ChangeEvent> queue = events.subscribe(ChangeEvent.class, 10);
    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();

    @BeforeEach
    void publish() {
        BreakerEvents.publish(breakers, events, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    @Test
    void opensOnceHoweverManyTrialsFailAndClosesOnce() {
        CircuitBreaker breaker = breakers.circuitBreaker("files/a/b");
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();
        breaker.transitionToOpenState();
        breaker.transitionToHalfOpenState();
        assertThat(queue.drain(10)).containsExactly(new BreakerOpened("files", "a/b", Instant.EPOCH));
        breaker.transitionToClosedState();
        assertThat(queue.drain(10)).containsExactly(new BreakerClosed("files", "a/b", Instant.EPOCH));
    }

    @Test
    void aBreakerThatForgetsWithoutHavingOpenedPublishesNothing() {
        breakers.circuitBreaker("files/read").reset();
        assertThat(queue.drain(10)).isEmpty();
    }
}
