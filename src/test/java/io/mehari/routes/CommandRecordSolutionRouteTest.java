package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Scope;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** A solution in the spelling of the API. */
@TestPropertySource(properties = "route=notification/command-record-solution.camel.yaml")
class CommandRecordSolutionRouteTest extends CommandRouteFixture {

    @BeforeEach
    void forget() {
        operations().asked.clear();
    }

    @Test
    @DisplayName("S0.5: record_solution is a route")
    void callsTheTextText() throws Exception {
        call("record_solution", "{'id': 'e1', 'solution': 'restart it'}");
        assertThat(operations().asked)
                .containsExactly("post:/api/v1/errors/{id}/solution {\"id\":\"e1\",\"text\":\"restart it\"} ops");
        assertThat(command("record_solution").scope()).isEqualTo(Scope.ADMIN);
    }

    @Test
    void takesTheSpellingOfTheApiAsWell() throws Exception {
        call("record_solution", "{'id': 'e1', 'text': 'x', 'known_error': 'k'}");
        assertThat(operations().asked)
                .containsExactly(
                        "post:/api/v1/errors/{id}/solution {\"id\":\"e1\",\"text\":\"x\",\"known_error\":\"k\"} ops");
    }
}
