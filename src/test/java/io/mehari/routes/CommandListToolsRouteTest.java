package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.support.Tools;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** A search for tools as a command. */
@TestPropertySource(properties = "route=notification/command-list-tools.camel.yaml")
class CommandListToolsRouteTest extends CommandRouteFixture {
    @Override
    List<String> beans() {
        return List.of("toolSearch");
    }

    @Test
    @DisplayName("S0.5: list_tools is a route")
    void answersWhatItsStepLeaves() throws Exception {
        during("toolSearch", exchange -> {
            assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.json("{'query': 'read'}"));
            exchange.getMessage().setBody(Tools.json("{'tools': []}"));
        });
        assertThat(call("list_tools", "{'query': 'read'}")).isEqualTo(Tools.json("{'tools': []}"));
        assertThat(trace()).containsExactly("toolSearch");
        assertThat(command("list_tools").scope()).isEqualTo(Scope.MONITOR);
    }
}
