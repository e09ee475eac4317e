package io.mehari.upstream.session;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/**
 * Encodes messages as lines. JSON escapes line feeds, so a line holds exactly one message; transports that need no
 * line feed send it as white space.
 */
public final class MessageWriter {
    private static final int INITIAL = 512;
    private static final String META = "_meta";
    private static final String PROGRESS_TOKEN = "progressToken";

    private MessageWriter() {}

    /**
     * Any message.
     *
     * @return the line
     * @throws UncheckedIOException if the message cannot be written as JSON
     */
    public static byte[] line(JsonNode message) {
        return encode(json -> Json.MAPPER.writeTree(json, message));
    }

    /**
     * A request that a caller made, in one pass: its params are written as they are, and its id as the token of its
     * progress. What else the caller has in {@code _meta} is kept.
     *
     * @param params of the request, which are not changed
     * @return the line
     * @throws UncheckedIOException if the params cannot be written as JSON
     */
    public static byte[] call(long id, String method, ObjectNode params) {
        return encode(json -> {
            json.writeStartObject();
            json.writeStringField("jsonrpc", "2.0");
            json.writeNumberField("id", id);
            json.writeStringField("method", method);
            json.writeObjectFieldStart("params");
            writeWithout(META, params, json);
            json.writeObjectFieldStart(META);
            writeWithout(PROGRESS_TOKEN, params.path(META), json);
            json.writeNumberField(PROGRESS_TOKEN, id);
            json.writeEndObject();
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void writeWithout(String omitted, JsonNode object, JsonGenerator json) throws IOException {
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (member.getKey().equals(omitted)) {
                continue;
            }
            json.writeFieldName(member.getKey());
            if (member.getValue().isTextual()) {
                json.writeString(member.getValue().textValue());
            } else {
                Json.MAPPER.writeTree(json, member.getValue());
            }
        }
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
