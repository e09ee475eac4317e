package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EchoToolsTest {
    @Test
    void hasAsManyToolsAsAskedFor() {
        assertThat(EchoTools.definitions(20))
                .hasSize(20)
                .extracting(tool -> tool.path("name").asText())
                .doesNotHaveDuplicates()
                .contains("echo", "count", "echo-19");
    }

    @Test
    void neverHasFewerThanTheBenchNeeds() {
        assertThat(EchoTools.definitions(0)).isEqualTo(EchoTools.DEFINITIONS);
    }

    @Test
    void furtherToolsEchoAsWell() {
        List<ObjectNode> answers = new ArrayList<>();
        EchoTools tools = new EchoTools();
        tools.call("echo-19", Json.object().put("message", "hello"), answers::add);
        tools.call("ech", Json.object().put("message", "hello"), answers::add);
        assertThat(answers.get(0).at("/content/0/text").asText()).isEqualTo("hello");
        assertThat(answers.get(1).path("isError").asBoolean()).isTrue();
    }
}
