package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.exchange.ExchangeState;
import io.mehari.support.Tools;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Stage 1: the call is counted, the tool is looked up, and what it says of the tool is left for later stages. */
@TestPropertySource(properties = "route=pipeline/tool-call-admit.camel.yaml")
class ToolCallAdmitRouteTest extends RouteFixture {
    private static final String STAGE = "direct:tool-call-admit";

    @Override
    void replaceNeighbours() throws Exception {
        standInBean("rateLimit");
        standInBean("admission");
        standInCaller(STAGE);
    }

    @Test
    void looksTheToolUpForLaterStages() {
        during("admission", exchange -> exchange.setProperty(ExchangeState.ROUTE, "upstream-files"));
        Exchange exchange = send(STAGE, sent -> sent.getMessage().setBody(Tools.json("{'path': 'a'}")));
        assertThat(trace()).containsExactly("rateLimit", "admission");
        assertThat(exchange.getProperty(ExchangeState.ROUTE)).isEqualTo("upstream-files");
        assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.json("{'path': 'a'}"));
    }

    @Test
    void itsFailureGoesToTheFirewall() {
        during("admission", FAILS);
        assertThat(send(CALLER).getException()).isNull();
        assertThat(trace()).containsExactly("rateLimit", "admission", FIREWALL);
    }
}
