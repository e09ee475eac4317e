package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.support.Tools;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Commands that begin and end recordings: each has its operation, and the operation exists. */
@TestPropertySource(properties = "route=notification/commands-recording-change.camel.yaml")
class CommandsRecordingChangeRouteTest extends CommandRouteFixture {

    @Test
    @DisplayName("S0.8: calls are recorded only when an administrator asks")
    void eachAsksForItsOperation() throws Exception {
        assertThat(names()).containsExactlyInAnyOrder("start_recording", "stop_recording");
        for (String name : names()) {
            operations().asked.clear();
            assertThat(call(name, "{}")).as(name).isEqualTo(Tools.json("{'answered': true}"));
            assertThat(operations().asked).as(name).hasSize(1);
            assertThat(command(name).scope()).isEqualTo(Scope.ADMIN);
        }
    }
}
