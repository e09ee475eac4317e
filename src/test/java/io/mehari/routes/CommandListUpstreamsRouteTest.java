package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.Scope;
import io.mehari.support.Tools;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The list of servers, then what else is known of each. */
@TestPropertySource(properties = "route=notification/command-list-upstreams.camel.yaml")
class CommandListUpstreamsRouteTest extends CommandRouteFixture {
    @Override
    List<String> beans() {
        return List.of("upstreamDetails");
    }

    @Test
    @DisplayName("S0.5: list_upstreams is a route")
    void addsToWhatThePathAnswers() throws Exception {
        during(
                "upstreamDetails",
                exchange -> exchange.getMessage()
                        .setBody(Tools.json("{'servers': []}")
                                .set("before", (JsonNode) exchange.getMessage().getBody())));
        assertThat(call("list_upstreams", "{}")).isEqualTo(Tools.json("{'servers': [], 'before': {'answered': true}}"));
        assertThat(operations().asked).containsExactly("get:/api/v1/servers {} ops");
        assertThat(command("list_upstreams").scope()).isEqualTo(Scope.MONITOR);
    }
}
