package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.support.Tools;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Commands that are paths of the REST API: each has its operation, and the operation exists. */
@TestPropertySource(properties = "route=notification/commands-change.camel.yaml")
class CommandsChangeRouteTest extends CommandRouteFixture {

    @Test
    @DisplayName("S0.5: commands that are what the REST API answers")
    void eachAsksForItsOperation() throws Exception {
        for (String name : names()) {
            operations().asked.clear();
            assertThat(call(name, "{}")).as(name).isEqualTo(Tools.json("{'answered': true}"));
            assertThat(operations().asked).as(name).hasSize(1);
            assertThat(command(name).scope()).isEqualTo(Scope.ADMIN);
        }
        assertThat(names()).hasSizeGreaterThan(3).contains("restart_upstream");
    }

    @Test
    void handsOverParametersAndCaller() throws Exception {
        operations().asked.clear();
        call("restart_upstream", "{'server':'files'}");
        assertThat(operations().asked)
                .containsExactly("post:/api/v1/admin/servers/{server}/restart {\"server\":\"files\"} ops");
    }
}
