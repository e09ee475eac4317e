package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Sheds the call, whose caller is told when to come back. */
@TestPropertySource(properties = "route=recovery/recover-resource-exhausted.camel.yaml")
class RecoverResourceExhaustedRouteTest extends RouteFixture {
    private static final String ROUTE = "direct:recover-resource-exhausted";

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
