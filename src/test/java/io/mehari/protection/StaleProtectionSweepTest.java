package io.mehari.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolSource;
import io.mehari.support.Tools;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StaleProtectionSweepTest {
    private final ToolCatalog catalog = new ToolCatalog();
    private final CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
    private final Bulkheads bulkheads = new Bulkheads();
    private final StaleProtectionSweep vanished = new StaleProtectionSweep(
            catalog, breakers, bulkheads, new BreakerRecovery(breakers, name -> Optional.empty()));

    @BeforeEach
    void serve() {
        catalog.replace(
                ToolSource.of(Tools.settings("files")), List.of(Tools.definition("read"), Tools.definition("a/b")));
        catalog.announce("mail");
    }

    @Test
    void removesWhatBelongsToNothingInTheCatalogue() {
        for (String name : List.of("files/read", "files/a/b", "files/gone", "mail/send", "nobody/read")) {
            breakers.circuitBreaker(name);
        }
        for (String name : List.of("files", "mail", "files/read", "files/gone", "nobody")) {
            bulkheads.of(name);
        }
        vanished.process(null);
        assertThat(breakers.getAllCircuitBreakers())
                .extracting(CircuitBreaker::getName)
                .containsExactlyInAnyOrder("files/read", "files/a/b");
        assertThat(bulkheads.names()).containsExactlyInAnyOrder("files", "mail", "files/read");
    }

    @Test
    void aBulkheadStaysUntilItsCallsHaveEnded() {
        Bulkhead gone = bulkheads.of("nobody");
        gone.enter(1);
        vanished.process(null);
        assertThat(bulkheads.of("nobody")).isSameAs(gone);
        gone.leave();
        vanished.process(null);
        assertThat(bulkheads.names()).isEmpty();
    }
}
