package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.support.Tools;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The text of a route file as a command, for administrators: it may hold what others need not see. */
@TestPropertySource(properties = "route=notification/command-get-route-source.camel.yaml")
class CommandGetRouteSourceRouteTest extends CommandRouteFixture {
    @Override
    List<String> beans() {
        return List.of("routeSource");
    }

    @Test
    @DisplayName("S0.5: get_route_source is a route")
    void answersWhatItsStepLeaves() throws Exception {
        during("routeSource", exchange -> {
            assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.json("{'id': 'rest'}"));
            exchange.getMessage().setBody(Tools.json("{'source': ''}"));
        });
        assertThat(call("get_route_source", "{'id': 'rest'}")).isEqualTo(Tools.json("{'source': ''}"));
        assertThat(trace()).containsExactly("routeSource");
        assertThat(command("get_route_source").scope()).isEqualTo(Scope.ADMIN);
    }
}
