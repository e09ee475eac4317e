package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** Dead letters page by page: what the command calls after is before in the API. */
@TestPropertySource(properties = "route=notification/command-list-dead-letters.camel.yaml")
class CommandListDeadLettersRouteTest extends CommandRouteFixture {
    @Test
    @DisplayName("S0.5: list_dead_letters is a route")
    void asksForTheNextPage() throws Exception {
        call("list_dead_letters", "{'server': 'files', 'after': 'x7'}");
        assertThat(operations().asked)
                .containsExactly("get:/api/v1/admin/dead-letters {\"server\":\"files\",\"before\":\"x7\"} ops");
        assertThat(command("list_dead_letters").scope()).isEqualTo(Scope.MONITOR);
    }
}
