package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The way to tools that are routes: breaker and bulkhead, and no retry. */
@TestPropertySource(properties = "route=upstream/camel-tools.camel.yaml")
class CamelToolsRouteTest extends RouteFixture {
    private static final String ROUTE = "direct:camel-tools";

    @Override
    void replaceNeighbours() throws Exception {
        List.of("breaker", "bulkhead").forEach(this::standInPolicy);
        standInBean("camelTools");
        standInCaller(ROUTE);
    }

    @Test
    void theToolRunsInBulkheadAndBreaker() {
        during("camelTools", exchange -> exchange.getMessage().setBody("answer"));
        assertThat(send(ROUTE).getMessage().getBody()).isEqualTo("answer");
        assertThat(trace()).containsExactly("breaker", "bulkhead", "camelTools", "/bulkhead", "/breaker");
    }

    @Test
    void aFailedRunGoesToTheFirewall() {
        during("camelTools", FAILS);
        assertThat(send(CALLER).getException()).isNull();
        assertThat(trace()).containsExactly("breaker", "bulkhead", "camelTools", "/bulkhead", "/breaker", FIREWALL);
    }
}
