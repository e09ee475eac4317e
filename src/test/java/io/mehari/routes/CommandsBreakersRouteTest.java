package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.component.websocket.WebsocketHeaders;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Breakers by hand: three commands, one step. */
@TestPropertySource(properties = "route=notification/commands-breakers.camel.yaml")
class CommandsBreakersRouteTest extends CommandRouteFixture {
    @Override
    List<String> beans() {
        return List.of("breakerSwitch");
    }

    @Test
    @DisplayName("S0.5: breaker open, close, reset are commands")
    void tellsTheStepWhichCommandItIs() throws Exception {
        during(
                "breakerSwitch",
                exchange -> exchange.getMessage().setBody(exchange.getMessage().getHeader(WebsocketHeaders.COMMAND)));
        for (String name : List.of("open_breaker", "close_breaker", "reset_breaker")) {
            assertThat(call(name, "{'server': 'files'}").asText()).isEqualTo(name);
            assertThat(command(name).scope()).isEqualTo(Scope.ADMIN);
        }
        assertThat(names()).hasSize(3);
    }
}
