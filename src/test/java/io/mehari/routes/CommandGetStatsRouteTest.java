package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.support.Tools;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The numbers of the gateway as a command. */
@TestPropertySource(properties = "route=notification/command-get-stats.camel.yaml")
class CommandGetStatsRouteTest extends CommandRouteFixture {
    @Override
    List<String> beans() {
        return List.of("gatewayStats");
    }

    @Test
    @DisplayName("S0.5: get_stats is a route")
    void answersWhatItsStepLeaves() throws Exception {
        during("gatewayStats", exchange -> {
            assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.json("{}"));
            exchange.getMessage().setBody(Tools.json("{'calls': 3}"));
        });
        assertThat(call("get_stats", "{}")).isEqualTo(Tools.json("{'calls': 3}"));
        assertThat(trace()).containsExactly("gatewayStats");
        assertThat(command("get_stats").scope()).isEqualTo(Scope.MONITOR);
    }
}
