package io.mehari.protection;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.catalog.ToolCatalog;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Removes breakers and bulkheads whose tool or server is not in the catalogue any more, so that there are never more
 * of them than tools. A bulkhead with calls in it stays until they have ended.
 */
final class StaleProtectionSweep implements Processor {
    private final ToolCatalog catalog;
    private final CircuitBreakerRegistry breakers;
    private final Bulkheads bulkheads;
    private final BreakerRecovery recovery;

    StaleProtectionSweep(
            ToolCatalog catalog, CircuitBreakerRegistry breakers, Bulkheads bulkheads, BreakerRecovery recovery) {
        this.catalog = catalog;
        this.breakers = breakers;
        this.bulkheads = bulkheads;
        this.recovery = recovery;
    }

    @Override
    public void process(Exchange exchange) {
        breakers.getAllCircuitBreakers().stream()
                .filter(breaker -> isGone(breaker.getName()))
                .forEach(this::remove);
        bulkheads.sweep(this::isGone);
    }

    private void remove(CircuitBreaker breaker) {
        breakers.remove(breaker.getName());
        recovery.forget(breaker);
    }

    /** Names are those of a server, or {@code server/tool}; a server's name has no slash. */
    private boolean isGone(String name) {
        int slash = name.indexOf('/');
        return slash < 0
                ? !catalog.hasServer(name)
                : catalog.find(name.substring(0, slash), name.substring(slash + 1))
                        .isEmpty();
    }
}
