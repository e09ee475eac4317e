package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.support.Tools;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** One command for two searches. */
@TestPropertySource(properties = "route=notification/command-execute-query.camel.yaml")
class CommandExecuteQueryRouteTest extends CommandRouteFixture {
    @Override
    List<String> beans() {
        return List.of("toolSearch");
    }

    @BeforeEach
    void forget() {
        operations().asked.clear();
    }

    @Test
    @DisplayName("S0.5: execute_query is a route")
    void looksAmongErrorsUnlessToolsAreMeant() throws Exception {
        assertThat(call("execute_query", "{'kind': 'errors', 'q': 'timeout'}"))
                .isEqualTo(Tools.json("{'answered': true}"));
        assertThat(operations().asked)
                .containsExactly("get:/api/v1/errors {\"kind\":\"errors\",\"q\":\"timeout\"} ops");
        assertThat(trace()).isEmpty();
        assertThat(command("execute_query").scope()).isEqualTo(Scope.MONITOR);
    }

    @Test
    void looksAmongTools() throws Exception {
        during("toolSearch", exchange -> exchange.getMessage().setBody(Tools.json("{'tools': []}")));
        assertThat(call("execute_query", "{'kind': 'tools', 'q': 'read'}")).isEqualTo(Tools.json("{'tools': []}"));
        assertThat(operations().asked).isEmpty();
    }
}
