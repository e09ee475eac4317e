package io.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.JsonRpcMessage.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonRpcMessageTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "REQUEST        | {\"id\":1,\"method\":\"m\"}",
                "REQUEST        | {\"id\":\"a\",\"method\":\"m\",\"params\":{},\"other\":1}",
                "NOTIFICATION   | {\"method\":\"m\"}",
                "RESPONSE       | {\"id\":1,\"result\":{}}",
                "RESPONSE       | {\"id\":1,\"result\":null}",
                "ERROR_RESPONSE | {\"id\":1,\"error\":{\"code\":1}}",
                "ERROR_RESPONSE | {\"id\":null,\"error\":{}}",
                "INVALID        | {\"id\":1,\"error\":\"text\"}",
                "INVALID        | {\"id\":1}",
                "INVALID        | {\"result\":{}}",
                "INVALID        | {\"id\":1,\"method\":5}",
                "INVALID        | {}"
            })
    void tellsMessagesByTheirFields(Kind kind, String text) throws JsonProcessingException {
        assertThat(JsonRpcMessage.of((ObjectNode) Json.read(text)).kind()).isEqualTo(kind);
    }

    @Test
    void keepsUnknownFields() throws JsonProcessingException {
        String text = "{\"id\":1,\"result\":{\"ttlMs\":5},\"later\":1.10}";
        assertThat(Json.text(JsonRpcMessage.of((ObjectNode) Json.read(text)).tree()))
                .isEqualTo(text);
    }

    @Test
    void givesTheIdBackAsItCame() throws JsonProcessingException {
        JsonRpcMessage request = JsonRpcMessage.of((ObjectNode) Json.read("{\"id\":\"7\",\"method\":\"ping\"}"));
        assertThat(Json.text(JsonRpcMessage.response(request.id(), Json.object())))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"7\",\"result\":{}}");
        assertThat(Json.text(JsonRpcMessage.errorResponse(request.id(), ErrorCode.METHOD_NOT_FOUND, "no")))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"7\",\"error\":{\"code\":-32601,\"message\":\"no\"}}");
    }

    @Test
    void writesRequestsAndNotifications() {
        assertThat(Json.text(JsonRpcMessage.request(1, McpMethod.PING, Json.object())))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":{}}");
        assertThat(Json.text(JsonRpcMessage.notification(McpMethod.INITIALIZED)))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
    }
}
