package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.Tools;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Stage 2: the arguments are checked, and nothing else happens to them. */
@TestPropertySource(properties = "route=pipeline/tool-call-validate.camel.yaml")
class ToolCallValidateRouteTest extends RouteFixture {
    private static final String STAGE = "direct:tool-call-validate";

    @Override
    void replaceNeighbours() throws Exception {
        standInBean("argumentValidation");
        standInCaller(STAGE);
    }

    @Test
    void checksTheArgumentsInTheBody() {
        during(
                "argumentValidation",
                exchange ->
                        exchange.setProperty("checked", exchange.getMessage().getBody()));
        Exchange exchange = send(STAGE, sent -> sent.getMessage().setBody(Tools.json("{'path': 'a'}")));
        assertThat(trace()).containsExactly("argumentValidation");
        assertThat(exchange.getProperty("checked")).isEqualTo(Tools.json("{'path': 'a'}"));
        assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.json("{'path': 'a'}"));
    }

    @Test
    void itsFailureGoesToTheFirewall() {
        during("argumentValidation", FAILS);
        assertThat(send(CALLER).getException()).isNull();
        assertThat(trace()).containsExactly("argumentValidation", FIREWALL);
    }
}
