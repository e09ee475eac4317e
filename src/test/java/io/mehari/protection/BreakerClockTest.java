package io.mehari.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.mehari.event.GatewayEvents;
import io.mehari.support.MovableClock;
import io.mehari.support.Tools;
import io.mehari.upstream.Upstreams;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How long a breaker stays open, whoever sets the clock of the machine. */
@DisplayName("Clock jump: breakers")
class BreakerClockTest {
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final MovableClock wall = new MovableClock();
    private final AtomicLong nanos = new AtomicLong(7);

    @ParameterizedTest
    @ValueSource(longs = {-3600, 3600})
    void aBreakerStaysOpenForItsTime(long jump) {
        var breakers = ProtectionConfiguration.circuitBreakers(new GatewayEvents(), wall, nanos::get);
        BreakerRecovery absent = new BreakerRecovery(breakers, new Upstreams()::readySince);
        CircuitBreaker breaker = new ToolBreakers(
                        breakers, absent, tool -> tool.calls().breaker())
                .of(Tools.tool("files", "read", Tools.limits().breaker(4, WAIT).build()));
        breaker.transitionToOpenState();
        wall.advance(Duration.ofSeconds(jump));
        nanos.addAndGet(WAIT.toNanos() - 1_000_000);
        assertThat(breaker.tryAcquirePermission()).as("before its time").isFalse();
        nanos.addAndGet(2_000_000);
        assertThat(breaker.tryAcquirePermission()).as("a trial call").isTrue();
    }
}
