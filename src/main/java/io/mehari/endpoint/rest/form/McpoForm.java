package io.mehari.endpoint.rest.form;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.InputRequired;
import io.mehari.call.ToolCallResult.InvalidArguments;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.Rejection;
import io.mehari.endpoint.rest.mcpo.FastApiErrors;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The form of everything outside {@code /api}: responses as mcpo gives them, without mcpo's losses (structured content,
 * request id and error code are kept). Safe for concurrent use.
 */
public final class McpoForm implements ResultForm {
    private static final JsonPointer WRAP_MARK = JsonPointer.compile("/outputSchema/x-fastmcp-wrap-result");

    /** The one property of structured content that FastMCP has wrapped. */
    private static final String WRAPPED = "result";

    private final ToolCatalog catalog;

    /**
     * The form of one gateway.
     *
     * @param catalog knows what tools declare about their results
     */
    public McpoForm(ToolCatalog catalog) {
        this.catalog = catalog;
    }

    @Override
    public Response render(ToolCall call, ToolCallResult result) {
        return render(call.context(), result, isWrapped(call, result), call.arguments());
    }

    @Override
    public Response render(CallContext context, ToolCallResult result) {
        return render(context, result, false, MissingNode.getInstance());
    }

    private static Response render(CallContext context, ToolCallResult result, boolean wrapped, JsonNode sent) {
        return Response.json(HttpStatuses.ofMcpo(result), ResultForm.headers(result), json -> {
            if (result instanceof Success success) {
                writeResult(json, success.result(), wrapped);
            } else if (result instanceof InvalidArguments invalid) {
                FastApiErrors.write(json, invalid, sent);
            } else {
                writeError(json, context, result);
            }
        });
    }

    @Override
    public Response render(CallContext context, Rejection rejection) {
        return Response.json(rejection.reason().status(), rejection.headers(), json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("detail");
            writeCommon(json, context, rejection.message(), rejection.reason().code());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    /** Content, as clients of mcpo know it; structured content where there is none. */
    private static void writeResult(JsonGenerator json, ObjectNode result, boolean wrapped) throws IOException {
        JsonNode content = result.path("content");
        JsonNode structured = result.path("structuredContent");
        if (content.size() == 1 && content.isArray()) {
            writeItem(json, content.get(0));
        } else if (content.isArray() && !content.isEmpty()) {
            writeItems(json, content);
        } else if (!structured.isMissingNode() && !structured.isNull()) {
            json.writeTree(wrapped ? structured.path(WRAPPED) : structured);
        } else if (content.isArray()) {
            writeItems(json, content);
        } else {
            json.writeTree(result);
        }
    }

    /** Whether the structured content answers, and is an object only because MCP wants one: FastMCP then says so. */
    private boolean isWrapped(ToolCall call, ToolCallResult result) {
        if (!(result instanceof Success success)
                || !success.result().path("content").isEmpty()
                || !success.result().path("structuredContent").has(WRAPPED)) {
            return false;
        }
        return catalog.find(call.server(), call.tool())
                .filter(tool -> tool.definition().at(WRAP_MARK).asBoolean(false))
                .isPresent();
    }

    private static void writeItems(JsonGenerator json, JsonNode content) throws IOException {
        json.writeStartArray();
        for (JsonNode item : content) {
            writeItem(json, item);
        }
        json.writeEndArray();
    }

    private static void writeItem(JsonGenerator json, JsonNode item) throws IOException {
        switch (item.path("type").asText("")) {
            case "text" -> writeText(json, item.path("text").asText(""));
            case "image", "audio" -> writeMedia(json, item);
            default -> json.writeTree(item);
        }
    }

    /** A URL for what browsers can show by one; the item as it is where nothing but a wrong URL could be made of it. */
    private static void writeMedia(JsonGenerator json, JsonNode item) throws IOException {
        Optional<String> url =
                MediaUrl.of(item.path("data").asText(""), item.path("mimeType").asText(""));
        if (url.isPresent()) {
            json.writeString(url.get());
        } else {
            json.writeTree(item);
        }
    }

    private static void writeText(JsonGenerator json, String text) throws IOException {
        JsonNode value = mayBeTree(text) ? tree(text) : null;
        if (value == null) {
            json.writeString(text);
        } else {
            json.writeTree(value);
        }
    }

    /** Whether the first character that is not white space opens an object or an array. */
    private static boolean mayBeTree(String text) {
        int i = 0;
        while (i < text.length() && text.charAt(i) <= ' ') {
            i++;
        }
        return i < text.length() && (text.charAt(i) == '{' || text.charAt(i) == '[');
    }

    private static JsonNode tree(String text) {
        try {
            return Json.read(text);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static void writeError(JsonGenerator json, CallContext context, ToolCallResult result) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("detail");
        if (result instanceof ToolError error) {
            writeCommon(json, context, textOf(error), result.outcome().code());
            writeFields(json, error.result(), "content", "structuredContent");
        } else {
            writeCommon(
                    json,
                    context,
                    ResultForm.errorMessage(context, result),
                    result.outcome().code());
        }
        if (!ResultForm.upstream(result).isEmpty()) {
            json.writeStringField("upstream", ResultForm.upstream(result));
        }
        ResultForm.writeAnsweredError(json, result);
        if (result instanceof InputRequired required) {
            json.writeFieldName("result");
            json.writeTree(required.result());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static void writeCommon(JsonGenerator json, CallContext context, String message, String code)
            throws IOException {
        json.writeStringField("message", message);
        json.writeStringField("code", code);
        json.writeStringField("request_id", context.requestId());
    }

    private static void writeFields(JsonGenerator json, ObjectNode result, String... names) throws IOException {
        for (String name : names) {
            if (result.has(name)) {
                json.writeFieldName(name);
                json.writeTree(result.get(name));
            }
        }
    }

    /** The text that the tool gives about its error. */
    private static String textOf(ToolError error) {
        String text = StreamSupport.stream(error.result().path("content").spliterator(), false)
                .filter(item -> item.path("type").asText("").equals("text"))
                .map(item -> item.path("text").asText(""))
                .collect(Collectors.joining("\n"));
        return text.isEmpty() ? error.message() : text;
    }
}
