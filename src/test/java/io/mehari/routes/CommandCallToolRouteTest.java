package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.support.Tools;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** A tool call as a command: the only one that asks for the scope of calls. */
@TestPropertySource(properties = "route=notification/command-call-tool.camel.yaml")
class CommandCallToolRouteTest extends CommandRouteFixture {
    @Override
    List<String> beans() {
        return List.of("toolCallCommand");
    }

    @Test
    @DisplayName("S0.5: call_tool is a route")
    void answersWhatItsStepLeaves() throws Exception {
        during("toolCallCommand", exchange -> {
            assertThat(exchange.getMessage().getBody()).isEqualTo(Tools.json("{'server': 'files', 'tool': 'read'}"));
            exchange.getMessage().setBody(Tools.json("{'success': true}"));
        });
        assertThat(call("call_tool", "{'server': 'files', 'tool': 'read'}")).isEqualTo(Tools.json("{'success': true}"));
        assertThat(trace()).containsExactly("toolCallCommand");
        assertThat(command("call_tool").scope()).isEqualTo(Scope.CALL);
    }
}
