package io.mehari.protection;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.circuitbreaker.event.CircuitBreakerOnStateTransitionEvent;
import io.mehari.event.BreakerClosed;
import io.mehari.event.BreakerOpened;
import io.mehari.event.GatewayEvents;
import java.time.Clock;

/** Publishes when breakers open and close. Trial calls that fail are part of the time a breaker is open. */
final class BreakerEvents {
    private final GatewayEvents events;
    private final Clock clock;

    private BreakerEvents(GatewayEvents events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /**
     * Publishes for every breaker that is added from now on.
     *
     * @param breakers where they are added, named {@code server/tool}
     * @param events where to publish
     * @param clock stamps events
     */
    static void publish(CircuitBreakerRegistry breakers, GatewayEvents events, Clock clock) {
        BreakerEvents publisher = new BreakerEvents(events, clock);
        breakers.getEventPublisher().onEntryAdded(added -> publisher.watch(added.getAddedEntry()));
    }

    private void watch(CircuitBreaker breaker) {
        breaker.getEventPublisher().onStateTransition(this::changed);
    }

    private void changed(CircuitBreakerOnStateTransitionEvent event) {
        String name = event.getCircuitBreakerName();
        int slash = name.indexOf('/');
        String server = name.substring(0, slash);
        String tool = name.substring(slash + 1);
        State from = event.getStateTransition().getFromState();
        State to = event.getStateTransition().getToState();
        if (from == State.CLOSED && (to == State.OPEN || to == State.FORCED_OPEN)) {
            events.publish(new BreakerOpened(server, tool, clock.instant()));
        } else if (to == State.CLOSED) {
            events.publish(new BreakerClosed(server, tool, clock.instant()));
        }
    }
}
