package io.mehari.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.aitool.ToolArgumentException;
import io.mehari.support.Tools;
import org.junit.jupiter.api.Test;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.TestPropertySource;

/** The tool read_result: what it says of itself, and that it is there only where results are shortened. */
@TestPropertySource(properties = "route=tools/read-result.camel.yaml")
class ReadResultRouteTest extends RouteFixture {
    @DynamicPropertySource
    static void switchOn(DynamicPropertyRegistry properties) {
        properties.add("mehari.results.enabled", () -> "true");
    }

    @Override
    void replaceNeighbours() {
        standInBean("readResult");
    }

    @Test
    void saysWhatItTakes() {
        ObjectNode definition = tool().definition();
        assertThat(definition.path("name").asText()).isEqualTo("read_result");
        assertThat(definition.at("/inputSchema/required"))
                .isEqualTo(Tools.json("{'r': ['handle']}").path("r"));
        assertThat(definition.at("/inputSchema/properties/offset/type").asText())
                .isEqualTo("integer");
        assertThat(definition.path("annotations"))
                .isEqualTo(Tools.json("{'readOnlyHint': true, 'openWorldHint': false}"));
    }

    @Test
    void givesArgumentsAsHeadersAndTheBodyBack() throws Exception {
        during(
                "readResult",
                exchange -> exchange.getMessage()
                        .setBody(exchange.getMessage().getHeader("handle") + " from "
                                + exchange.getMessage().getHeader("offset")));
        assertThat(call(Tools.json("{'handle': 'h', 'offset': 7}"))
                        .at("/content/0/text")
                        .asText())
                .isEqualTo("h from 7");
    }

    @Test
    void whatIsWrongIsTold() {
        during("readResult", exchange -> {
            throw new ToolArgumentException("There is no result of that handle");
        });
        assertThatThrownBy(() -> call(Tools.json("{'handle': 'h'}"))).hasMessageContaining("no result of that handle");
    }
}
