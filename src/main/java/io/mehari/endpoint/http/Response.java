package io.mehari.endpoint.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mehari.protocol.Json;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * What goes back to a client; written when it is sent, not before.
 *
 * @param status HTTP status
 * @param contentType media type of the content
 * @param headers headers besides those every answer has
 * @param content writes the body
 */
public record Response(HttpResponseStatus status, String contentType, Map<String, String> headers, Content content) {
    private static final String JSON = "application/json";

    public static Response json(HttpResponseStatus status, JsonContent content) {
        return json(status, Map.of(), content);
    }

    public static Response json(HttpResponseStatus status, Map<String, String> headers, JsonContent content) {
        return new Response(status, JSON, headers, stream -> {
            try (JsonGenerator json = Json.MAPPER.createGenerator(stream)) {
                content.writeTo(json);
            }
        });
    }

    /** An answer without a body. */
    public static Response empty(HttpResponseStatus status, Map<String, String> headers) {
        return new Response(status, null, headers, stream -> {});
    }

    /** A body in bytes. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream stream) throws IOException;
    }

    /** A body that is one JSON value. */
    @FunctionalInterface
    public interface JsonContent {
        void writeTo(JsonGenerator json) throws IOException;
    }
}
