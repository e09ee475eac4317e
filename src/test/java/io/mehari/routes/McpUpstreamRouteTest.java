package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.apache.camel.Exchange;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** The route of one upstream: its protection, nested as the file says, around one attempt. */
@TestPropertySource(properties = "route=upstream/mcp-upstream.kamelet.yaml")
class McpUpstreamRouteTest extends RouteFixture {
    @Override
    void replaceNeighbours() throws Exception {
        List.of("breaker", "bulkhead").forEach(this::standInPolicy);
        standInComponent("mcp");
        GenerationBuilder.completeTemplates(context);
        for (String server : List.of("files", "mail")) {
            TemplatedRouteBuilder.builder(context, "mcp-upstream")
                    .routeId("upstream-" + server)
                    .parameter("server", server)
                    .add();
            standInEndpoint("mcp:" + server);
        }
        standInCaller("direct:upstream-files");
    }

    @ParameterizedTest
    @ValueSource(strings = {"files", "mail"})
    void theAttemptAtTheServerIsInBulkheadAndBreaker(String server) {
        during("mcp:" + server, exchange -> exchange.getMessage().setBody("answer of " + server));
        Exchange exchange = send("direct:upstream-" + server);
        assertThat(trace()).containsExactly("breaker", "bulkhead", "mcp:" + server, "/bulkhead", "/breaker");
        assertThat(exchange.getMessage().getBody()).isEqualTo("answer of " + server);
    }

    @Test
    void aFailedAttemptPassesThePoliciesAndGoesToTheFirewall() {
        during("mcp:files", FAILS);
        assertThat(send(CALLER).getException()).isNull();
        assertThat(trace()).containsExactly("breaker", "bulkhead", "mcp:files", "/bulkhead", "/breaker", FIREWALL);
    }

    @Test
    void aRouteWithoutAServerIsRefused() {
        assertThatThrownBy(() -> TemplatedRouteBuilder.builder(context, "mcp-upstream")
                        .routeId("upstream-nobody")
                        .add())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("server");
    }
}
