package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.protocol.Json;
import io.mehari.support.Tools;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

/** The tool world_clock: what it says of itself, and what it makes of the answers of another one. */
@TestPropertySource(properties = "route=../docs/examples/composite-tool/tools/world-clock.camel.yaml")
class WorldClockRouteTest extends RouteFixture {
    private static final String CLOCK = "tool:camel/current_time";

    @Override
    void replaceNeighbours() {
        standInComponent("tool");
        standInEndpoint(CLOCK);
    }

    @Test
    void saysWhatItTakesAndLeavesItsHintsToTheToolItUses() {
        ObjectNode definition = tool().definition();
        assertThat(definition.path("name").asText()).isEqualTo("world_clock");
        assertThat(definition.at("/inputSchema/properties/zones/maxItems").asInt())
                .isEqualTo(10);
        assertThat(definition.has("annotations")).isFalse();
    }

    @Test
    void keepsTheOrderOfTheZones() throws Exception {
        during(CLOCK, exchange -> {
            ObjectNode arguments = exchange.getMessage().getBody(ObjectNode.class);
            String zone = arguments.path("zone").asText();
            exchange.getMessage()
                    .setBody(
                            zone.equals("Nowhere")
                                    ? Tools.text("no such zone").put("isError", true)
                                    : Json.object()
                                            .set(
                                                    "structuredContent",
                                                    Json.object().put("zone", zone)));
        });
        JsonNode answer = Json.read(call(Tools.json("{'zones': ['Nowhere', 'Asia/Shanghai']}"))
                .at("/content/0/text")
                .asText());
        assertThat(answer)
                .containsExactly(Tools.json("{'error': 'no such zone'}"), Tools.json("{'zone': 'Asia/Shanghai'}"));
    }

    @Test
    void aCallThatFailsEndsAll() {
        during(CLOCK, exchange -> {
            throw new ToolCallException(Failed.timedOut("camel", "too late"));
        });
        assertThatThrownBy(() -> call(Tools.json("{'zones': ['Europe/Berlin', 'Asia/Shanghai']}")))
                .hasStackTraceContaining("too late");
    }
}
