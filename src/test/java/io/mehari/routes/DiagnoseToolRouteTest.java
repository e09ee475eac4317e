package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.aioffer.OfferRegistry;
import io.mehari.component.aioffer.OfferedRoute;
import io.mehari.component.aioffer.PromptExchange;
import io.mehari.support.Tools;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The prompt diagnose_tool: what it says of itself, and what it asks. */
@TestPropertySource(properties = "route=../docs/examples/resource-and-prompt/prompts/diagnose-tool.camel.yaml")
class DiagnoseToolRouteTest extends RouteFixture {
    private static final String STATUS = "tool:camel/gateway_status";

    @Override
    void replaceNeighbours() {
        standInComponent("tool");
        standInEndpoint(STATUS);
    }

    @Test
    void saysWhatItTakes() {
        assertThat(prompt().definition())
                .isEqualTo(Tools.json("{'name': 'diagnose_tool', 'title': 'Diagnose a tool',"
                        + " 'description': 'Asks why a tool fails, and what to do about it', 'arguments': ["
                        + "{'name': 'tool', 'description': 'Name of the tool, as server/tool', 'required': true},"
                        + "{'name': 'message', 'description': 'What the tool answered'}]}"));
    }

    @Test
    void asksWithTheStateOfTheGateway() throws Exception {
        during(STATUS, exchange -> exchange.getMessage().setBody(Tools.text("files is down")));
        assertThat(question(Tools.json("{'tool': 'files/read', 'message': 'no such file'}")))
                .startsWith("The tool files/read fails with this message:\nno such ")
                .contains("\nfiles is down\n")
                .endsWith("whether you are right.");
        assertThat(question(Tools.json("{'tool': 'files/read'}"))).startsWith("The tool files/read fails.\n");
    }

    private String question(ObjectNode arguments) throws Exception {
        Exchange exchange = PromptExchange.of(context, arguments);
        prompt().route().process(exchange);
        assertThat(exchange.getException()).isNull();
        ObjectNode result = PromptExchange.result(prompt(), exchange);
        assertThat(result.path("messages")).hasSize(1);
        assertThat(result.at("/messages/0/role").asText()).isEqualTo("user");
        return result.at("/messages/0/content/text").asText();
    }

    private OfferedRoute prompt() {
        return OfferRegistry.of(context).prompt("camel", "diagnose_tool").orElseThrow();
    }
}
