package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.junit.jupiter.api.Test;

/** The recovery routes that send a call again: by the policy retry, which decides, around the dispatch of the pipeline. */
@MockEndpointsAndSkip("direct:tool-call-dispatch")
abstract class ResendingRouteFixture extends RouteFixture {
    private static final String DISPATCH = "direct:tool-call-dispatch";

    private final List<String> before;

    ResendingRouteFixture(String... before) {
        this.before = List.of(before);
    }

    /** Address of the route. */
    abstract String route();

    @Override
    final void replaceNeighbours() throws Exception {
        before.forEach(this::standInBean);
        standInPolicy("retry");
        standInEndpoint(DISPATCH);
        standInCaller(route());
    }

    /** S0.13: what heals comes before the call is sent again. */
    @Test
    void onlyThePolicySendsTheCallAgain() {
        during(DISPATCH, exchange -> exchange.getMessage().setBody("answer"));
        assertThat(send(route()).getMessage().getBody()).isEqualTo("answer");
        assertThat(trace()).containsExactlyElementsOf(way());
    }

    @Test
    void aFailureGoesBackToTheFirewall() {
        during(DISPATCH, FAILS);
        assertThat(send(CALLER).getException()).isNull();
        assertThat(trace()).startsWith(way().toArray(String[]::new)).endsWith(FIREWALL);
    }

    private List<String> way() {
        return Stream.concat(before.stream(), Stream.of("retry", DISPATCH, "/retry"))
                .toList();
    }
}
