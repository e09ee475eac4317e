package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import io.mehari.support.Tools;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Commands about kept versions of files: each has its operation, below the set that is named. */
@TestPropertySource(properties = "route=notification/commands-files-read.camel.yaml")
class CommandsFilesReadRouteTest extends CommandRouteFixture {

    @Test
    @DisplayName("S0.5: commands about kept versions are what the REST API answers")
    void eachAsksForItsOperation() throws Exception {
        assertThat(names()).containsExactlyInAnyOrder("list_history", "get_diff", "get_drift");
        for (String name : names()) {
            operations().asked.clear();
            assertThat(call(name, "{'set': 'routes'}")).as(name).isEqualTo(Tools.json("{'answered': true}"));
            assertThat(operations().asked).as(name).singleElement().asString().contains("/api/v1/admin/{set}/");
            assertThat(command(name).scope()).isEqualTo(Scope.MONITOR);
        }
    }
}
