package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.support.Tools;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.test.context.TestPropertySource;

/** Commands that stop and start single parts: each has its operation, and only administrators may. */
@TestPropertySource(properties = "route=notification/commands-control.camel.yaml")
class CommandsControlRouteTest extends CommandRouteFixture {
    private static final List<String> VERBS = List.of("stop", "suspend", "start", "resume");

    @Test
    @DisplayName("S0.5: parts are controlled by commands of administrators")
    void areForAdministrators() {
        assertThat(names()).hasSize(2 * VERBS.size());
        assertThat(names()).allSatisfy(name -> assertThat(command(name).scope()).isEqualTo(Scope.ADMIN));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stop", "suspend", "start", "resume"})
    void eachAsksForItsOperation(String verb) throws Exception {
        operations().asked.clear();
        assertThat(call(verb + "_route", "{'id':'admit'}")).isEqualTo(Tools.json("{'answered': true}"));
        call(verb + "_upstream", "{'server':'files'}");
        assertThat(operations().asked)
                .containsExactly(
                        "post:/api/v1/admin/routes/{id}/" + verb + " {\"id\":\"admit\"} ops",
                        "post:/api/v1/admin/servers/{server}/" + verb + " {\"server\":\"files\"} ops");
    }
}
