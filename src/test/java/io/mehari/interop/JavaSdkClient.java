package io.mehari.interop;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.modelcontextprotocol.client.McpAsyncClient;
import io.modelcontextprotocol.client.transport.HttpClientSseClientTransport;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.spec.McpClientSession;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse.JSONRPCError;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The official Java client, as {@code direct.mjs} uses the one in TypeScript. Not safe for concurrent use. */
final class JavaSdkClient implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String VERSION = "2025-11-25";
    private static final McpJsonMapper MAPPER =
            new JacksonMcpJsonMapper(new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS));

    private final McpClientTransport transport;
    private final McpClientSession session;
    private final JsonNode initialized;

    /**
     * Connects.
     *
     * @param server entry of {@code mcp-servers.json}
     */
    JavaSdkClient(JsonNode server) {
        transport = transport(server);
        session = new McpClientSession(LIMIT, transport, Map.of(), Map.of(), connected -> connected);
        initialized = request(
                "initialize",
                Map.of(
                        "protocolVersion",
                        VERSION,
                        "capabilities",
                        Map.of(),
                        "clientInfo",
                        Map.of("name", "mehari-interop", "version", "1")));
        session.sendNotification("notifications/initialized", null)
                .contextWrite(context -> context.put(McpAsyncClient.NEGOTIATED_PROTOCOL_VERSION, version()))
                .block(LIMIT);
    }

    private static McpClientTransport transport(JsonNode server) {
        URI url = URI.create(server.path("url").asText());
        String base = url.getScheme() + "://" + url.getAuthority();
        return switch (server.path("type").asText("stdio")) {
            case "streamable-http" ->
                HttpClientStreamableHttpTransport.builder(base)
                        .endpoint(url.getPath())
                        .jsonMapper(MAPPER)
                        .build();
            case "sse" ->
                HttpClientSseClientTransport.builder(base)
                        .sseEndpoint(url.getPath())
                        .jsonMapper(MAPPER)
                        .build();
            default -> new StdioClientTransport(parameters(server), MAPPER);
        };
    }

    private static ServerParameters parameters(JsonNode server) {
        List<String> arguments = new ArrayList<>();
        server.path("args").forEach(argument -> arguments.add(argument.asText()));
        return ServerParameters.builder(server.path("command").asText())
                .args(arguments)
                .env(System.getenv())
                .build();
    }

    private String version() {
        return initialized == null
                ? VERSION
                : initialized.path("protocolVersion").asText();
    }

    private JsonNode request(String method, Object params) {
        return session.sendRequest(method, params, new TypeRef<JsonNode>() {})
                .contextWrite(context -> context.put(McpAsyncClient.NEGOTIATED_PROTOCOL_VERSION, version()))
                .block(LIMIT);
    }

    /**
     * Lists the tools and makes the calls.
     *
     * @param calls array of objects with {@code tool} and {@code arguments}
     * @return what {@code direct.mjs} prints of one server
     */
    ObjectNode run(JsonNode calls) {
        ObjectNode answers = Json.object();
        answers.put("protocolVersion", version());
        answers.set("serverInfo", initialized.path("serverInfo"));
        answers.set("instructions", initialized.path("instructions"));
        ArrayNode tools = answers.putArray("tools");
        String cursor = "";
        do {
            JsonNode page = request("tools/list", cursor.isEmpty() ? Map.of() : Map.of("cursor", cursor));
            page.path("tools").forEach(tools::add);
            cursor = page.path("nextCursor").asText();
        } while (!cursor.isEmpty());
        ArrayNode made = answers.putArray("calls");
        calls.forEach(call -> made.add(call(call)));
        return answers;
    }

    private ObjectNode call(JsonNode call) {
        ObjectNode answer = call.deepCopy();
        try {
            answer.set(
                    "result",
                    request(
                            "tools/call",
                            Map.of("name", call.path("tool").asText(), "arguments", call.path("arguments"))));
        } catch (McpError e) {
            JSONRPCError error = e.getJsonRpcError();
            answer.putObject("error").put("code", error.code()).put("message", error.message());
        }
        return answer;
    }

    @Override
    public void close() {
        session.closeGracefully().block(LIMIT);
        if (transport instanceof StdioClientTransport) {
            transport.closeGracefully().block(LIMIT); // the session leaves its process behind
        }
    }

    /**
     * Connects and lists tools, for whoever wants to hear how.
     *
     * @param args the URL of a server over streamable HTTP
     */
    public static void main(String[] args) {
        ObjectNode server = Json.object().put("type", "streamable-http").put("url", args[0]);
        try (JavaSdkClient client = new JavaSdkClient(server)) {
            client.run(Json.object().putArray("none"));
        }
        System.exit(0); // the SDK's threads would keep the JVM
    }
}
