package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.Tools;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Stage 6: a large result is shortened, and one event is reported, whatever the outcome. */
@TestPropertySource(properties = "route=pipeline/tool-call-record.camel.yaml")
class ToolCallRecordRouteTest extends RouteFixture {
    private static final String STAGE = "direct:tool-call-record";

    @Override
    void replaceNeighbours() throws Exception {
        standInBean("resultShortening");
        standInBean("callRecorder");
        standInCaller(STAGE);
    }

    @Test
    void reportsOnceAndLeavesTheAnswerAsItIs() {
        during("callRecorder", exchange -> {});
        Exchange exchange = send(STAGE, sent -> sent.getMessage().setBody(Tools.json("{'path': 'a'}")));
        assertThat(trace()).containsExactly("resultShortening", "callRecorder");
        assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.json("{'path': 'a'}"));
    }

    @Test
    void itsFailureGoesToTheFirewall() {
        during("callRecorder", FAILS);
        assertThat(send(CALLER).getException()).isNull();
        assertThat(trace()).containsExactly("resultShortening", "callRecorder", FIREWALL);
    }
}
