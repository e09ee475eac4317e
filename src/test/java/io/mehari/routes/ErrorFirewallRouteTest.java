package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.exchange.ExchangeState;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.test.spring.junit5.MockEndpointsAndSkip;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.test.context.TestPropertySource;

/** What happens to a failure before its answer leaves: classified, recovered, kept, recorded, in this order. */
@TestPropertySource(properties = "route=configuration/error-firewall.camel.yaml")
@MockEndpointsAndSkip("direct:tool-call-record|direct:tool-call-cache-store|direct:recover-it")
class ErrorFirewallRouteTest extends RouteFixture {
    private static final String RECORD = "direct:tool-call-record";
    private static final String CACHE_STORE = "direct:tool-call-cache-store";
    private static final String RECOVER = "direct:recover-it";

    @Override
    void replaceNeighbours() throws Exception {
        List.of("failureClassification", "deadLetterStore").forEach(this::standInBean);
        standInPolicy("recovery");
        List.of(RECORD, CACHE_STORE, RECOVER).forEach(this::standInEndpoint);
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from(CALLER).routeConfigurationId("error-firewall").process(step("stage"));
            }
        });
    }

    static List<Throwable> failures() {
        return List.of(
                new IllegalStateException("a defect"), new IOException("a lost file"), new LinkageError("a jar"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void classifiesRecoversKeepsAndRecordsEveryFailure(Throwable failure) {
        during("stage", exchange -> exchange.setException(failure));
        during("deadLetterStore", exchange -> exchange.setProperty(ExchangeState.RESULT, "safe answer"));
        AtomicReference<Object> classified = new AtomicReference<>();
        during("failureClassification", exchange -> {
            classified.set(exchange.getProperty(Exchange.EXCEPTION_CAUGHT));
            exchange.setProperty(ExchangeState.RECOVER_BY, "recover-it"); // the policy does it
        });
        Exchange exchange = send(CALLER);
        assertThat(trace())
                .containsExactly(
                        "stage",
                        "failureClassification",
                        "recovery",
                        RECOVER,
                        CACHE_STORE,
                        "/recovery",
                        "deadLetterStore",
                        RECORD);
        assertThat(ExceptionUtils.getThrowableList((Throwable) classified.get()))
                .contains(failure);
        assertThat(exchange.getException()).as("the failure itself").isNull();
        assertThat(exchange.getProperty(ExchangeState.RESULT)).isEqualTo("safe answer");
    }

    @Test
    void whatDoesNotFailPassesItBy() {
        send(CALLER);
        assertThat(trace()).containsExactly("stage");
    }
}
