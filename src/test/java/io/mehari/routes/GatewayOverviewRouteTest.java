package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallResult;
import io.mehari.component.aioffer.OfferRegistry;
import io.mehari.component.aioffer.OfferedRoute;
import io.mehari.component.aioffer.ResourceExchange;
import io.mehari.exchange.ExchangeState;
import io.mehari.support.Tools;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The resource gateway_overview: what it says of itself, and what it gives. */
@TestPropertySource(properties = "route=../docs/examples/resource-and-prompt/resources/gateway-overview.camel.yaml")
class GatewayOverviewRouteTest extends RouteFixture {
    private static final String STATUS = "tool:camel/gateway_status";

    @Override
    void replaceNeighbours() {
        standInComponent("tool");
        standInEndpoint(STATUS);
    }

    @Test
    void saysWhatItIs() {
        assertThat(resource().definition())
                .isEqualTo(Tools.json("{'uri': 'gateway://overview', 'name': 'gateway_overview',"
                        + " 'title': 'Gateway overview', 'description': 'Which tool servers the gateway is connected to,"
                        + " how many tools each offers, and what is wrong', 'mimeType': 'application/json'}"));
        assertThat(resource().server()).isEqualTo("camel");
    }

    @Test
    void givesWhatTheToolAnswers() throws Exception {
        during(STATUS, exchange -> {
            assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("{}");
            ObjectNode answer = Tools.text("healthy");
            exchange.getMessage().setBody(answer);
            exchange.setProperty(ExchangeState.RESULT, ToolCallResult.of(answer));
        });
        Exchange exchange = ResourceExchange.of(context, resource(), "gateway://overview");
        resource().route().process(exchange);
        assertThat(ResourceExchange.result(resource(), "gateway://overview", exchange))
                .contains(Tools.json("{'contents': [{'uri': 'gateway://overview', 'mimeType': 'application/json',"
                        + " 'text': 'healthy'}]}"));
    }

    private OfferedRoute resource() {
        return OfferRegistry.of(context).resource("camel", "gateway://overview").orElseThrow();
    }
}
