package io.mehari.protection;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What it means for the breakers of its tools that a server is not there, and that it is back. Calls that found no
 * server count, so that calls to one that stays away soon fail without waiting; but they say nothing about a tool, and a server
 * that has been connected again is better evidence than they and the time a breaker waits. Safe for concurrent use.
 */
public final class BreakerRecovery {
    private final CircuitBreakerRegistry breakers;
    private final Function<String, Optional<Instant>> readySince;

    /** Breakers that have counted calls which found no server, since it was last connected. Never more than there are. */
    private final Set<CircuitBreaker> counted = ConcurrentHashMap.newKeySet();

    /**
     * @param readySince since when calls to a server of this name have been let through; empty while they are not
     */
    public BreakerRecovery(CircuitBreakerRegistry breakers, Function<String, Optional<Instant>> readySince) {
        this.breakers = breakers;
        this.readySince = readySince;
    }

    /**
     * A breaker has counted a call that found no server. Trials end with the first of them: together with the answers
     * of the server that is back they would shut it off again. It may be back since the call began.
     *
     * @param took how long the call took
     */
    void missed(CircuitBreaker breaker, String server, Duration took) {
        counted.add(breaker);
        if (breaker.getState() == State.HALF_OPEN) {
            breaker.transitionToOpenState();
        }
        Instant began = breaker.getCircuitBreakerConfig().getClock().instant().minus(took);
        if (readySince.apply(server).filter(began::isBefore).isPresent()) {
            tryAgain(breaker);
        }
    }

    /**
     * Lets trial calls through to tools that are shut off, and forgets failures together with which those of the
     * absence would shut off others; a tool that still fails is shut off again.
     *
     * @param server name of one that has been connected again
     */
    public void returned(String server) {
        String prefix = server + "/";
        for (CircuitBreaker breaker : breakers.getAllCircuitBreakers()) {
            if (breaker.getName().startsWith(prefix)) {
                tryAgain(breaker);
            }
        }
    }

    private void tryAgain(CircuitBreaker breaker) {
        boolean forget = counted.remove(breaker);
        if (breaker.getState() == State.OPEN) {
            breaker.transitionToHalfOpenState();
        } else if (forget && breaker.getState() == State.CLOSED) {
            breaker.reset();
        }
    }

    /** A tool is gone, and its breaker with it. */
    void forget(CircuitBreaker breaker) {
        counted.remove(breaker);
    }
}
