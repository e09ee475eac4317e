package io.mehari.endpoint.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.Tool;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.rest.mcpo.FastApiErrors;
import io.mehari.endpoint.rest.mcpo.PythonJson;
import io.mehari.protocol.Json;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads the body of a call as FastAPI does for mcpo: none at all for a tool without parameters, and an object for any other.
 * Stateless.
 */
final class PythonBody {
    private PythonBody() {}

    /**
     * The arguments in a body.
     *
     * @param request the request
     * @param tool what is called; empty if it is not known
     * @return never null
     * @throws RequestRejectedException with FastAPI's errors if the body is not what the tool needs
     */
    static ObjectNode of(Request request, Optional<Tool> tool) {
        if (tool.isEmpty()) {
            return BodyReader.arguments(request); // answered 404 or 503 later
        }
        if (tool.get().schema().mcpoModel().takesNothing()) {
            return Json.object();
        }
        if (request.body().length == 0) {
            throw RequestRejectedException.invalid("", "Field required", "missing");
        }
        JsonNode value = read(request);
        if (value instanceof ObjectNode object) {
            return object;
        }
        throw value.isNull()
                ? RequestRejectedException.invalid("", "Field required", "missing")
                : RequestRejectedException.invalid(
                        "",
                        "Input should be a valid dictionary or object to extract fields from",
                        "model_attributes_type");
    }

    private static JsonNode read(Request request) {
        try {
            return BodyReader.value(request);
        } catch (RequestRejectedException refused) {
            if (refused.result().isEmpty()) {
                throw refused;
            }
            return readAsPython(text(request.body()), refused);
        }
    }

    private static JsonNode readAsPython(String text, RequestRejectedException refused) {
        try {
            return PythonJson.read(text);
        } catch (StreamConstraintsException e) {
            throw refused; // a limit of the gateway
        } catch (JsonProcessingException e) {
            long at = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharOffset());
            throw RequestRejectedException.invalid(
                    "/" + at, PythonJson.error(text, (int) at, e.getOriginalMessage()), FastApiErrors.JSON_INVALID);
        }
    }

    private static String text(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw RequestRejectedException.invalid(
                    "", "There was an error parsing the body", FastApiErrors.UNDECODABLE);
        }
    }
}
