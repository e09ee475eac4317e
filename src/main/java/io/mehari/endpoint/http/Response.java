package io.mehari.endpoint.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.mehari.protocol.Json;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * An HTTP response to be sent. Its body is written when it is sent, not before, and once only.
 *
 * @param status HTTP status
 * @param contentType media type of the body; null if there is no body
 * @param headers headers besides those that every response has, their names in lower case; {@code www-authenticate} may
 *     have several lines, each of which becomes a header line
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
        return new Response(status, JSON, headers, new JsonBody(content, UnaryOperator.identity()));
    }

    /**
     * The same response with further headers.
     *
     * @param more headers by name; those of the response hold before them
     * @return never null
     */
    public Response with(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.putAll(headers);
        return new Response(status, contentType, all, content);
    }

    /**
     * The same response with only a part of its JSON.
     *
     * @param filter makes the generator, over the one of the response, through which the value is written
     * @return the same response if its body is no JSON
     */
    public Response through(UnaryOperator<JsonGenerator> filter) {
        return content instanceof JsonBody body
                ? new Response(status, contentType, headers, new JsonBody(body.json(), filter))
                : this;
    }

    private record JsonBody(JsonContent json, UnaryOperator<JsonGenerator> filter) implements Content {
        @Override
        public void writeTo(OutputStream stream) throws IOException {
            try (JsonGenerator generator = Json.MAPPER.createGenerator(stream)) {
                json.writeTo(filter.apply(generator));
            }
        }
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
