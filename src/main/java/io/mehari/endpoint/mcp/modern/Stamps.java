package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.Response;
import io.mehari.protocol.McpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.util.Map;
import java.util.Set;

/**
 * Writes results with what the modern era adds to them ({@code resultType}, cache hints, {@code serverInfo}) while they
 * are sent, so that none is copied. Immutable.
 */
final class Stamps {
    private static final String RESULT_TYPE = "resultType";
    private static final String COMPLETE = "complete";
    private static final String META = "_meta";
    private static final String TTL = "ttlMs";
    private static final String SCOPE = "cacheScope";
    private static final Set<String> CACHEABLE = Set.of(
            McpMethod.SERVER_DISCOVER,
            McpMethod.TOOLS_LIST,
            McpMethod.PROMPTS_LIST,
            McpMethod.RESOURCES_LIST,
            McpMethod.RESOURCE_TEMPLATES_LIST,
            McpMethod.RESOURCES_READ);

    private final CacheHints hints;
    private final ObjectNode serverInfo;

    /**
     * Stamps of one gateway.
     *
     * @param hints for what may be kept
     * @param serverInfo what the gateway says of itself; not changed afterwards
     */
    Stamps(CacheHints hints, ObjectNode serverInfo) {
        this.hints = hints;
        this.serverInfo = serverInfo;
    }

    /**
     * The response to a request that succeeded.
     *
     * @param result used as it is, not copied
     */
    Response response(ModernRequest request, ObjectNode result) {
        return Response.json(HttpResponseStatus.OK, json -> {
            json.writeStartObject();
            json.writeStringField("jsonrpc", "2.0");
            json.writeFieldName("id");
            json.writeTree(request.id());
            json.writeFieldName("result");
            write(json, request.method(), result);
            json.writeEndObject();
        });
    }

    private void write(JsonGenerator json, String method, ObjectNode result) throws IOException {
        JsonNode type = result.path(RESULT_TYPE);
        boolean cacheable = CACHEABLE.contains(method) && (!type.isTextual() || COMPLETE.equals(type.textValue()));
        json.writeStartObject();
        json.writeStringField(RESULT_TYPE, type.isTextual() ? type.textValue() : COMPLETE);
        for (Map.Entry<String, JsonNode> field : result.properties()) {
            if (!isOwn(field.getKey(), cacheable)) {
                json.writeFieldName(field.getKey());
                json.writeTree(field.getValue());
            }
        }
        if (cacheable) {
            json.writeNumberField(TTL, hints.ttlMs(result.path(TTL)));
            json.writeStringField(SCOPE, hints.scope(result.path(SCOPE)));
        }
        meta(json, result.path(META));
        json.writeEndObject();
    }

    private static boolean isOwn(String field, boolean cacheable) {
        return field.equals(RESULT_TYPE)
                || field.equals(META)
                || cacheable && (field.equals(TTL) || field.equals(SCOPE));
    }

    private void meta(JsonGenerator json, JsonNode meta) throws IOException {
        json.writeFieldName(META);
        json.writeStartObject();
        for (Map.Entry<String, JsonNode> field : meta.properties()) {
            if (!field.getKey().startsWith(Envelope.RESERVED) || field.getKey().equals(Envelope.SUBSCRIPTION_ID)) {
                json.writeFieldName(field.getKey());
                json.writeTree(field.getValue());
            }
        }
        json.writeFieldName(Envelope.SERVER_INFO);
        json.writeTree(serverInfo);
        json.writeEndObject();
    }
}
