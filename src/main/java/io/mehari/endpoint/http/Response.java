package io.mehari.endpoint.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mehari.protocol.Json;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/**
 * An HTTP response to be sent. Its body is written when it is sent, not before, and once only.
 *
 * @param status HTTP status
 * @param contentType media type of the body; null if there is no body
 * @param headers headers besides those that every response has
 * @param content writes the body
 */
public record Response(HttpResponseStatus status, String contentType, Map<String, String> headers, Content content) {
    private static final String JSON = "application/json";

    /**
     * A JSON response without headers of its own.
     *
     * @param status HTTP status
     * @param content writes one JSON value
     * @return never null
     */
    public static Response json(HttpResponseStatus status, JsonContent content) {
        return json(status, Map.of(), content);
    }

    /**
     * A JSON response.
     *
     * @param status HTTP status
     * @param headers headers besides those that every response has
     * @param content writes one JSON value
     * @return never null
     */
    public static Response json(HttpResponseStatus status, Map<String, String> headers, JsonContent content) {
        return new Response(status, JSON, headers, stream -> {
            try (JsonGenerator json = Json.MAPPER.createGenerator(stream)) {
                content.writeTo(json);
            }
        });
    }

    /**
     * A response without a body.
     *
     * @param status HTTP status
     * @param headers headers besides those that every response has
     * @return never null
     */
    public static Response empty(HttpResponseStatus status, Map<String, String> headers) {
        return new Response(status, null, headers, stream -> {});
    }

    /** Writes a body as bytes. */
    @FunctionalInterface
    public interface Content {
        /**
         * Writes the whole body.
         *
         * @param stream the final buffer; not to be closed
         * @throws IOException if the body cannot be written
         */
        void writeTo(OutputStream stream) throws IOException;
    }

    /** Writes a body that is one JSON value. */
    @FunctionalInterface
    public interface JsonContent {
        /**
         * Writes the value.
         *
         * @param json writes into the final buffer; not to be closed
         * @throws IOException if the value cannot be written
         */
        void writeTo(JsonGenerator json) throws IOException;
    }
}
