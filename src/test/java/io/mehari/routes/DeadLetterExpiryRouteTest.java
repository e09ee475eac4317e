package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Each tick removes old dead letters. */
@TestPropertySource(properties = "route=maintenance/dead-letter-expiry.camel.yaml")
class DeadLetterExpiryRouteTest extends RouteFixture {
    private static final String TICK = "direct:tick";

    @Override
    void replaceNeighbours() throws Exception {
        standInBean("deadLetterExpiry");
        enterAt("dead-letter-expiry", TICK);
    }

    @Test
    void removesOldDeadLetters() {
        send(TICK);
        assertThat(trace()).containsExactly("deadLetterExpiry");
    }

    @Test
    void itsPeriodIsASetting() {
        assertThat(periodOf("dead-letter-expiry", Map.of())).as("default").hasMillis(3_600_000);
        assertThat(periodOf("dead-letter-expiry", Map.of("mehari.maintenance.dead-letter-expiry-period", "1234ms")))
                .hasMillis(1234);
    }
}
