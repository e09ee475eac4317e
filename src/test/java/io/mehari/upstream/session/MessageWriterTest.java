package io.mehari.upstream.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class MessageWriterTest {
    @Test
    void writesACallAsOneLine() throws IOException {
        ObjectNode arguments = (ObjectNode) Json.read("{\"n\":1.10,\"text\":\"a\\nb\"}");
        assertThat(new String(MessageWriter.call(7, "tools/call", params("to\nol", arguments)), StandardCharsets.UTF_8))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"tools/call\",\"params\":{\"name\":\"to\\nol\","
                        + "\"arguments\":{\"n\":1.10,\"text\":\"a\\nb\"},\"_meta\":{\"progressToken\":7}}}\n");
    }

    @Test
    void halfOfASurrogatePairSurvives() throws IOException {
        ObjectNode arguments = Json.object().put("half", "a\ud83d").put("both", "whole \ud83d\udc2a");
        byte[] line = MessageWriter.call(1, "tools/call", params("t", arguments));
        assertThat(Json.read(line).at("/params/arguments")).isEqualTo(arguments);
    }

    @Test
    void keepsWhatTheCallerHasInMetaButForTheTokenOfItsProgress() throws IOException {
        ObjectNode params = (ObjectNode) Json.read(
                "{\"_meta\":{\"progressToken\":\"theirs\",\"com.example/trace\":{\"a\":[1]}},\"uri\":\"a:b\"}");
        ObjectNode before = params.deepCopy();
        assertThat(new String(MessageWriter.call(9, "resources/read", params), StandardCharsets.UTF_8))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":9,\"method\":\"resources/read\",\"params\":{\"uri\":\"a:b\","
                        + "\"_meta\":{\"com.example/trace\":{\"a\":[1]},\"progressToken\":9}}}\n");
        assertThat(params).isEqualTo(before);
    }

    @Test
    void metaThatIsNoObjectIsReplaced() throws IOException {
        byte[] line = MessageWriter.call(9, "prompts/get", Json.object().put("_meta", "broken"));
        assertThat(Json.read(line).at("/params")).isEqualTo(Json.read("{\"_meta\":{\"progressToken\":9}}"));
    }

    @Test
    void whatCannotBeWrittenIsReportedAndNotSent() {
        ObjectNode params = Json.object().putPOJO("arguments", new Object());
        assertThatThrownBy(() -> MessageWriter.call(9, "tools/call", params)).isInstanceOf(UncheckedIOException.class);
    }

    private static ObjectNode params(String tool, ObjectNode arguments) {
        ObjectNode params = Json.object().put("name", tool);
        params.set("arguments", arguments);
        return params;
    }
}
