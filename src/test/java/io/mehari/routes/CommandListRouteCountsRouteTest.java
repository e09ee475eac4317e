package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.support.Tools;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** What was counted of routes as a command. */
@TestPropertySource(properties = "route=notification/command-list-route-counts.camel.yaml")
class CommandListRouteCountsRouteTest extends CommandRouteFixture {
    @Override
    List<String> beans() {
        return List.of("routeCounts");
    }

    @Test
    @DisplayName("S0.5: list_route_counts is a route")
    void answersWhatItsStepLeaves() throws Exception {
        during("routeCounts", exchange -> exchange.getMessage().setBody(Tools.json("{'routes': {'a': {}}}")));
        assertThat(call("list_route_counts", "{}")).isEqualTo(Tools.json("{'routes': {'a': {}}}"));
        assertThat(trace()).containsExactly("routeCounts");
        assertThat(command("list_route_counts").scope()).isEqualTo(Scope.MONITOR);
    }
}
