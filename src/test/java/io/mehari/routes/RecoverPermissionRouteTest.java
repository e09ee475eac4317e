package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Answers immediately. */
@TestPropertySource(properties = "route=recovery/recover-permission.camel.yaml")
class RecoverPermissionRouteTest extends RouteFixture {
    private static final String ROUTE = "direct:recover-permission";

    @Override
    void replaceNeighbours() throws Exception {
        standInCaller(ROUTE);
    }

    @Test
    void theCallIsNotSentAgain() {
        Exchange exchange = send(ROUTE, call -> call.getMessage().setBody("arguments"));
        assertThat(trace()).isEmpty();
        assertThat(exchange.getMessage().getBody()).isEqualTo("arguments");
        assertThat(exchange.getException()).isNull();
    }
}
