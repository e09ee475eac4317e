package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mehari.endpoint.http.Response;
import io.mehari.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The body of a response as a tree. Stateless. */
final class ResponseTree {
    private ResponseTree() {}

    static JsonNode of(Response response) {
        if (response.contentType() == null) {
            return MissingNode.getInstance();
        }
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            response.content().writeTo(bytes);
            return Json.read(bytes.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException("The answer of a handler is no JSON", e);
        }
    }
}
