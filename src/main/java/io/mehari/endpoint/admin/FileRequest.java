package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.rest.BodyReader;
import io.mehari.history.Author;
import io.mehari.history.change.FileBatch;
import io.netty.handler.codec.http.HttpHeaderNames;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a request says about files.
 *
 * @param body the object in its body
 */
record FileRequest(ObjectNode body) {
    private static final int LONGEST_COMMENT = 1_000;

    /**
     * Reads it.
     *
     * @param members those it may have
     * @throws RequestRejectedException if it has others
     */
    static FileRequest of(Request request, Set<String> members) {
        ObjectNode body = BodyReader.object(request);
        body.fieldNames().forEachRemaining(name -> {
            if (!members.contains(name)) {
                throw RequestRejectedException.invalid(
                        "/" + name, "There is no " + name + " here; there is " + String.join(", ", members), "members");
            }
        });
        return new FileRequest(body);
    }

    /** The member {@code files}: texts by name, null for a file that goes. */
    FileBatch batch() {
        JsonNode files = body.path("files");
        if (!files.isObject() || files.isEmpty()) {
            throw RequestRejectedException.invalid(
                    "/files", "Expected an object: the text of each file by its name, null to remove it", "type");
        }
        Map<String, byte[]> contents = new TreeMap<>();
        for (Map.Entry<String, JsonNode> file : files.properties()) {
            if (!file.getValue().isTextual() && !file.getValue().isNull()) {
                throw RequestRejectedException.invalid("/files", file.getKey() + ": expected text, or null", "type");
            }
            contents.put(
                    file.getKey(),
                    file.getValue().isNull()
                            ? null
                            : file.getValue().textValue().getBytes(StandardCharsets.UTF_8));
        }
        return new FileBatch(contents);
    }

    /** The member {@code version}. */
    int version() {
        JsonNode version = body.path("version");
        if (!version.isInt() || version.intValue() < 1) {
            throw RequestRejectedException.invalid("/version", "Expected the number of a kept version", "type");
        }
        return version.intValue();
    }

    /** A member that is true or false; false if it is not there. */
    boolean flag(String name) {
        JsonNode flag = body.path(name);
        if (!flag.isMissingNode() && !flag.isBoolean()) {
            throw RequestRejectedException.invalid("/" + name, "Expected true or false", "type");
        }
        return flag.booleanValue();
    }

    /** Who asks, with the member {@code comment}. */
    Author author(CallContext context, String kind) {
        JsonNode comment = body.path("comment");
        if (!comment.isMissingNode() && !comment.isTextual() || comment.asText().length() > LONGEST_COMMENT) {
            throw RequestRejectedException.invalid(
                    "/comment", "Expected a text of at most " + LONGEST_COMMENT + " characters", "type");
        }
        return new Author(kind, context.caller().name(), comment.asText());
    }

    /** The files that the caller has seen. */
    static Optional<String> ifMatch(Request request) {
        return Optional.ofNullable(request.header(HttpHeaderNames.IF_MATCH));
    }
}
