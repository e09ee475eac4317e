package io.mehari.protection;

import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.catalog.ToolCatalog;
import io.mehari.event.GatewayEvents;
import io.mehari.upstream.Upstreams;
import io.netty.util.Timer;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;
import org.apache.camel.Processor;
import org.apache.camel.spi.Policy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What route files put around steps by {@code policy: {ref: name}}, and what keeps it in order. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ProtectionSettings.class)
class ProtectionConfiguration {
    private static final DoubleSupplier RANDOM =
            () -> ThreadLocalRandom.current().nextDouble();

    @Bean
    Policy deadline(Timer timer) {
        return new ProtectionPolicy((route, steps) -> new DeadlineProcessor(route, steps, timer, System::nanoTime));
    }

    @Bean
    Policy retry(Timer timer, RetryWaitList waitList, ProtectionSettings settings) {
        RetryRules rules = new RetryRules(RANDOM, timer, waitList, settings.times());
        return new ProtectionPolicy((route, steps) -> new RetryProcessor(steps, rules));
    }

    @Bean
    RetryWaitList waitListCalls(Upstreams upstreams) {
        return new RetryWaitList(upstreams);
    }

    @Bean
    Policy breaker(CircuitBreakerRegistry breakers, BreakerRecovery recovery, ToolCatalog catalog) {
        ToolBreakers current = new ToolBreakers(
                breakers,
                recovery,
                tool -> catalog.find(tool.server(), tool.name())
                        .orElse(tool)
                        .calls()
                        .breaker());
        return new ProtectionPolicy((route, steps) -> new BreakerProcessor(steps, current, recovery));
    }

    @Bean
    Policy bulkhead(Bulkheads bulkheads, Timer timer) {
        return new ProtectionPolicy((route, steps) -> new BulkheadProcessor(steps, bulkheads, timer));
    }

    @Bean
    CircuitBreakerRegistry circuitBreakers(GatewayEvents events, Clock clock) {
        return circuitBreakers(events, clock, System::nanoTime);
    }

    /** How long a breaker stays open does not depend on the machine's clock. */
    static CircuitBreakerRegistry circuitBreakers(GatewayEvents events, Clock clock, LongSupplier nanoTime) {
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.of(CircuitBreakerConfig.custom()
                .clock(new SteadyClock(clock, nanoTime))
                .build());
        BreakerEvents.publish(breakers, events, clock);
        return breakers;
    }

    @Bean
    BreakerRecovery recoveryServers(CircuitBreakerRegistry breakers, Upstreams upstreams) {
        return new BreakerRecovery(breakers, upstreams::readySince);
    }

    @Bean
    BreakerTrials breakerTrials(CircuitBreakerRegistry breakers, Clock clock) {
        return new BreakerTrials(breakers, clock);
    }

    @Bean
    Bulkheads bulkheads() {
        return new Bulkheads();
    }

    @Bean
    ProtectionMetrics protectionMetrics(CircuitBreakerRegistry breakers) {
        return new ProtectionMetrics(breakers);
    }

    @Bean
    BulkheadMetrics bulkheadMetrics(Bulkheads bulkheads) {
        return new BulkheadMetrics(bulkheads);
    }

    @Bean
    Processor staleProtectionSweep(
            ToolCatalog catalog, CircuitBreakerRegistry breakers, Bulkheads bulkheads, BreakerRecovery recovery) {
        return new StaleProtectionSweep(catalog, breakers, bulkheads, recovery);
    }
}
