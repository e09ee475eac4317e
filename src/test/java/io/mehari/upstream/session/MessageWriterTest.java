package io.mehari.upstream.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageWriterTest {
    @Test
    void writesACallAsOneLine() throws IOException {
        ObjectNode arguments = (ObjectNode) Json.read("{\"n\":1.10,\"text\":\"a\\nb\"}");
        assertThat(new String(MessageWriter.toolCall(7, "to\nol", arguments), StandardCharsets.UTF_8))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"to\\nol\","
                        + "\"arguments\":{\"n\":1.10,\"text\":\"a\\nb\"},\"_meta\":{\"progressToken\":7}}}\n");
    }

    @Test
    void halfOfASurrogatePairSurvives() throws IOException {
        ObjectNode arguments = Json.object().put("half", "a\ud83d").put("both", "whole \ud83d\udc2a");
        byte[] line = MessageWriter.toolCall(1, "t", arguments);
        assertThat(Json.read(line).at("/params/arguments")).isEqualTo(arguments);
    }
}
