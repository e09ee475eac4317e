package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.exchange.ExchangeState;
import org.apache.camel.Exchange;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** Stage 4: the route that the admit stage found is called, within the deadline. */
@TestPropertySource(properties = "route=pipeline/tool-call-dispatch.camel.yaml")
@MockEndpointsAndSkip("direct:(upstream-files|camel-tools)")
class ToolCallDispatchRouteTest extends RouteFixture {
    private static final String STAGE = "direct:tool-call-dispatch";

    @Override
    void replaceNeighbours() throws Exception {
        standInPolicy("deadline");
        standInEndpoint("direct:upstream-files");
        standInEndpoint("direct:camel-tools");
        standInCaller(STAGE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"upstream-files", "camel-tools"})
    void callsTheRouteOfTheToolWithinTheDeadline(String route) {
        during("direct:" + route, exchange -> exchange.getMessage().setBody("answer of " + route));
        Exchange exchange = send(STAGE, sent -> sent.setProperty(ExchangeState.ROUTE, route));
        assertThat(trace()).containsExactly("deadline", "direct:" + route, "/deadline");
        assertThat(exchange.getMessage().getBody()).isEqualTo("answer of " + route);
    }

    @Test
    void aFailureOfTheRouteGoesToTheFirewall() {
        during("direct:upstream-files", FAILS);
        Exchange exchange = send(CALLER, sent -> sent.setProperty(ExchangeState.ROUTE, "upstream-files"));
        assertThat(exchange.getException()).isNull();
        assertThat(trace()).containsExactly("deadline", "direct:upstream-files", "/deadline", FIREWALL);
    }
}
