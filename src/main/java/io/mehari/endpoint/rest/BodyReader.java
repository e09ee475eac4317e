package io.mehari.endpoint.rest;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.protocol.Json;
import io.mehari.text.ParserWords;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.io.IOException;
import java.util.Locale;

/** Reads the JSON object in a request's body. Stateless. */
public final class BodyReader {
    private static final String JSON = "application/json";

    private BodyReader() {}

    /**
     * The object in the body.
     *
     * @param request the request
     * @return an empty object if the body is empty or blank
     * @throws RequestRejectedException if the body is of another media type, is not JSON, is nested too deep, or is not
     *     an object
     */
    public static ObjectNode object(Request request) {
        JsonNode value = value(request);
        if (value.isMissingNode()) {
            return Json.object();
        }
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw RequestRejectedException.invalid("", "The body must be a JSON object", "type");
    }

    /**
     * Whether a body is declared to be JSON, or not declared to be anything.
     *
     * @param request the request
     * @return false for any other media type
     */
    static boolean isJson(Request request) {
        String type = request.header(HttpHeaderNames.CONTENT_TYPE);
        return type == null || type.equals(JSON) || type.isBlank() || isJson(type);
    }

    /**
     * The arguments of a call by the short form: like {@link #object}, but null stands for no arguments as well.
     *
     * @param request the request
     * @return an empty object if the body is empty, blank or null
     * @throws RequestRejectedException as {@link #object}
     */
    static ObjectNode arguments(Request request) {
        JsonNode value = value(request);
        if (value.isNull() || value.isMissingNode()) {
            return Json.object();
        }
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw RequestRejectedException.invalid("", "The body must be a JSON object", "type");
    }

    /**
     * The value in the body.
     *
     * @param request the request
     * @return a missing node if the body is empty or blank
     * @throws RequestRejectedException if the body is of another media type, is not JSON, or is nested too deep
     */
    static JsonNode value(Request request) {
        requireJson(request.header(HttpHeaderNames.CONTENT_TYPE));
        return isBlank(request.body()) ? MissingNode.getInstance() : read(request.body());
    }

    private static void requireJson(String contentType) {
        if (contentType != null && !contentType.equals(JSON) && !contentType.isBlank() && !isJson(contentType)) {
            throw RequestRejectedException.of(
                    RejectionReason.UNSUPPORTED_MEDIA_TYPE,
                    "The body must be JSON: send the header Content-Type: " + JSON);
        }
    }

    private static boolean isJson(String contentType) {
        int parameters = contentType.indexOf(';');
        String type = (parameters < 0 ? contentType : contentType.substring(0, parameters))
                .trim()
                .toLowerCase(Locale.ROOT);
        return type.equals(JSON) || (type.endsWith("+json") && type.indexOf('/') > 0);
    }

    private static boolean isBlank(byte[] body) {
        for (byte b : body) {
            if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private static JsonNode read(byte[] body) {
        try {
            return Json.read(body);
        } catch (StreamConstraintsException e) {
            throw RequestRejectedException.invalid("", limitOf(e), "json");
        } catch (JsonProcessingException e) {
            throw RequestRejectedException.invalid(
                    "",
                    "The body is not JSON: " + ParserWords.plain(e.getOriginalMessage()) + at(e.getLocation()),
                    "json");
        } catch (IOException e) {
            throw RequestRejectedException.invalid("", "The body is not JSON: it is not UTF-8", "json");
        }
    }

    private static String limitOf(StreamConstraintsException e) {
        return e.getOriginalMessage().contains("nesting depth")
                ? "The body is nested deeper than " + Json.MAX_DEPTH + " levels, which is the limit"
                : "The body breaks a limit: " + e.getOriginalMessage();
    }

    private static String at(JsonLocation location) {
        return location == null
                ? ""
                : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ", byte "
                        + location.getByteOffset() + ")";
    }
}
