package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Tells a person and answers. */
@TestPropertySource(properties = "route=recovery/recover-authentication.camel.yaml")
class RecoverAuthenticationRouteTest extends RouteFixture {
    private static final String ROUTE = "direct:recover-authentication";

    @Override
    void replaceNeighbours() throws Exception {
        standInBean("authenticationAlert");
        standInCaller(ROUTE);
    }

    @Test
    void theCallIsNotSentAgain() {
        Exchange exchange = send(ROUTE, call -> call.getMessage().setBody("arguments"));
        assertThat(trace()).containsExactly("authenticationAlert");
        assertThat(exchange.getMessage().getBody()).isEqualTo("arguments");
        assertThat(exchange.getException()).isNull();
    }
}
