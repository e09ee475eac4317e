package io.mehari.upstream.session;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Encodes messages as lines. JSON escapes line feeds, so a line holds exactly one message; transports that need no
 * line feed send it as white space.
 */
public final class MessageWriter {
    private static final int INITIAL = 512;

    private MessageWriter() {}

    /** Any message. */
    public static byte[] line(JsonNode message) {
        return encode(json -> Json.MAPPER.writeTree(json, message));
    }

    /** A {@code tools/call}, in one pass and with the arguments written as they are. */
    public static byte[] toolCall(long id, String tool, JsonNode arguments) {
        return encode(json -> {
            json.writeStartObject();
            json.writeStringField("jsonrpc", "2.0");
            json.writeNumberField("id", id);
            json.writeStringField("method", McpMethod.TOOLS_CALL);
            json.writeObjectFieldStart("params");
            json.writeStringField("name", tool);
            json.writeFieldName("arguments");
            Json.MAPPER.writeTree(json, arguments);
            json.writeObjectFieldStart("_meta");
            json.writeNumberField("progressToken", id);
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static byte[] encode(Message message) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(INITIAL)) {
            try (JsonGenerator json = Json.MAPPER.createGenerator(bytes)) {
                message.write(json);
            }
            bytes.append('\n');
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("A message could not be encoded", e);
        }
    }

    private interface Message {
        void write(JsonGenerator json) throws IOException;
    }
}
