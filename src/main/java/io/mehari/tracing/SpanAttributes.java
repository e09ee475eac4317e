package io.mehari.tracing;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;

/**
 * All names of spans' attributes. Those without {@code mehari} are the OpenTelemetry semantic conventions for MCP, status
 * development, as they were in 2026 ({@code docs/gen-ai/mcp.md} of semantic-conventions-genai); the others are the gateway's.
 */
final class SpanAttributes {
    /** Method of an MCP request; also how the name of its span begins. */
    static final AttributeKey<String> METHOD = stringKey("mcp.method.name");

    static final AttributeKey<String> SESSION = stringKey("mcp.session.id");
    static final AttributeKey<String> VERSION = stringKey("mcp.protocol.version");
    static final AttributeKey<String> RPC_ID = stringKey("jsonrpc.request.id");
    static final AttributeKey<String> RPC_STATUS = stringKey("rpc.response.status_code");
    static final AttributeKey<String> TOOL = stringKey("gen_ai.tool.name");
    static final AttributeKey<String> PROMPT = stringKey("gen_ai.prompt.name");
    static final AttributeKey<String> RESOURCE = stringKey("mcp.resource.uri");
    static final AttributeKey<String> OPERATION = stringKey("gen_ai.operation.name");
    static final AttributeKey<String> ERROR = stringKey("error.type");
    static final AttributeKey<String> TRANSPORT = stringKey("network.transport");
    static final AttributeKey<String> ADDRESS = stringKey("server.address");
    static final AttributeKey<Long> PORT = longKey("server.port");

    static final AttributeKey<String> SERVER = stringKey("mehari.server");
    static final AttributeKey<String> REQUEST = stringKey("mehari.request.id");
    static final AttributeKey<String> CALLER = stringKey("mehari.caller");
    static final AttributeKey<String> OUTCOME = stringKey("mehari.outcome");
    static final AttributeKey<Boolean> CACHE_HIT = booleanKey("mehari.cache.hit");
    static final AttributeKey<String> CATEGORY = stringKey("mehari.error.category");
    static final AttributeKey<String> RECOVERY = stringKey("mehari.recovery.result");
    static final AttributeKey<String> RECOVERY_ROUTE = stringKey("mehari.recovery.route");
    static final AttributeKey<Long> RESENT = longKey("mehari.recovery.attempts");
    static final AttributeKey<Long> ATTEMPT = longKey("mehari.attempt");
    static final AttributeKey<String> REPLICA = stringKey("mehari.replica");
    static final AttributeKey<Boolean> REPLAY = booleanKey("mehari.replay");

    /** Value of {@link #METHOD} for tool calls. */
    static final String CALL_TOOL = "tools/call";

    /** Value of {@link #OPERATION} for tool calls; also how the name of the span of a call begins that did not come by MCP. */
    static final String EXECUTE_TOOL = "execute_tool";

    /** Value of {@link #ERROR} for a result with {@code isError}. */
    static final String TOOL_ERROR = "tool_error";

    /** Value of {@link #ERROR} where nothing else is known. */
    static final String OTHER = "_OTHER";

    private SpanAttributes() {}
}
