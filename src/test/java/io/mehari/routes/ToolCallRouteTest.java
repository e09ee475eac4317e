package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.exchange.ExchangeState;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.TestPropertySource;

/** The order of the stages, and which of them a call that is answered already still passes. */
@TestPropertySource(properties = "route=pipeline/tool-call.camel.yaml")
@Import(RouteFixture.Firewall.class)
@MockEndpointsAndSkip("direct:tool-call-.*")
class ToolCallRouteTest extends RouteFixture {
    private static final List<String> STAGES =
            List.of("admit", "validate", "cache-lookup", "dispatch", "cache-store", "record");

    @Override
    void replaceNeighbours() {
        STAGES.forEach(stage -> standInEndpoint(endpoint(stage)));
    }

    @Test
    void aCallPassesTheStagesInOrder() {
        during(endpoint("dispatch"), exchange -> exchange.setProperty(ExchangeState.RESULT, "answered"));
        Exchange exchange = send("direct:tool-call");
        assertThat(exchange.getProperty(ExchangeState.RESULT)).isEqualTo("answered");
        assertThat(trace()).isEqualTo(endpoints(STAGES));
    }

    @ParameterizedTest
    @ValueSource(strings = {"admit", "validate", "cache-lookup"})
    void whatIsAnsweredAlreadyIsRecordedAndNotSent(String answering) {
        during(endpoint(answering), exchange -> exchange.setProperty(ExchangeState.RESULT, "answered"));
        send("direct:tool-call");
        assertThat(trace()).isEqualTo(endpoints(List.of("admit", "validate", "cache-lookup", "record")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"admit", "validate", "cache-lookup", "dispatch", "cache-store", "record"})
    void aFailureEndsTheCallInTheFirewall(String failing) {
        during(endpoint(failing), FAILS);
        assertThat(send("direct:tool-call").getException()).isNull();
        List<String> met = new ArrayList<>(endpoints(STAGES.subList(0, STAGES.indexOf(failing) + 1)));
        met.add(FIREWALL);
        assertThat(trace()).isEqualTo(met);
    }

    private static List<String> endpoints(List<String> stages) {
        return stages.stream().map(ToolCallRouteTest::endpoint).toList();
    }

    private static String endpoint(String stage) {
        return "direct:tool-call-" + stage;
    }
}
