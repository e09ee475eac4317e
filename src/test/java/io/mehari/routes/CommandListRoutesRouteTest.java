package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.support.Tools;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The routes that serve as a command. */
@TestPropertySource(properties = "route=notification/command-list-routes.camel.yaml")
class CommandListRoutesRouteTest extends CommandRouteFixture {
    @Override
    List<String> beans() {
        return List.of("routeList");
    }

    @Test
    @DisplayName("S0.5: list_routes is a route")
    void answersWhatItsStepLeaves() throws Exception {
        during("routeList", exchange -> {
            assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.json("{}"));
            exchange.getMessage().setBody(Tools.json("{'routes': []}"));
        });
        assertThat(call("list_routes", "{}")).isEqualTo(Tools.json("{'routes': []}"));
        assertThat(trace()).containsExactly("routeList");
        assertThat(command("list_routes").scope()).isEqualTo(Scope.MONITOR);
    }
}
