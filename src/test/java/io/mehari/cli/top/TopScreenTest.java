package io.mehari.cli.top;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.support.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is shown fits the terminal, however much there is. */
class TopScreenTest {
    private static LiveView view(int number) {
        List<JsonNode> servers = new ArrayList<>();
        List<JsonNode> routes = new ArrayList<>();
        List<JsonNode> calls = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            servers.add(Tools.json("{'name': 'server-" + i + "', 'state': '" + (i == 77 ? "waiting" : "ready")
                    + "', 'breakers': [{'tool': 'a-tool-with-a-rather-long-name', 'state': 'closed'}]}"));
            routes.add(Tools.json("{'id': 'route-" + i + "', 'statistics': {'in_flight': " + (i == 88 ? 1 : 0) + "}}"));
            calls.add(Tools.json("{'payload': {'server': 's', 'tool': 't" + i + "'}}"));
        }
        return new LiveView("ws://x/ws", "", Tools.json("{'calls_per_second': 1}"), servers, routes, calls);
    }

    @ParameterizedTest
    @CsvSource({"80,24", "200,60", "40,10", "20,5", "1,1", "80,4"})
    @DisplayName("S0.8: mehari top fits 80x24, and any other size")
    void fits(int columns, int rows) {
        for (Optional<Section> only : List.of(Optional.<Section>empty(), Optional.of(Section.CALLS))) {
            assertThat(TopScreen.of(view(500), only, new Terminal.Size(columns, rows)))
                    .hasSize(rows)
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
        }
    }

    @Test
    void whatNeedsALookComesFirst() {
        List<String> lines = TopScreen.of(view(500), Optional.empty(), new Terminal.Size(80, 24));
        String all = String.join("\n", lines);
        assertThat(all).contains("server-77", "route-88", "BREAKER", "s/t0", "more: u", "more: r");
        assertThat(lines.get(3)).startsWith("UPSTREAM");
        assertThat(lines.get(4)).startsWith("server-77");
    }

    @Test
    void aSectionAloneHasAllTheRoom() {
        List<String> lines = TopScreen.of(view(500), Optional.of(Section.ROUTES), new Terminal.Size(80, 24));
        assertThat(lines.subList(4, 23)).allSatisfy(line -> assertThat(line).startsWith("route-"));
    }

    @Test
    void whatOneDoesNotNeedTheOthersGet() {
        List<String> lines = TopScreen.of(view(1), Optional.empty(), new Terminal.Size(80, 24));
        assertThat(lines.stream().filter(line -> !line.isEmpty()).count()).isEqualTo(2 + 8 + 1);
    }
}
