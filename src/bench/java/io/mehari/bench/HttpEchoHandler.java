package io.mehari.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * One connection of {@link HttpEchoServer}: JSON-RPC requests are answered with 200, notifications and responses
 * with 202, everything that is not a POST to {@code /mcp} or a path below it with 404 or 405.
 */
final class HttpEchoHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final EchoTools tools;
    private final List<ObjectNode> definitions;

    /**
     * @param definitions what {@code tools/list} shows
     */
    HttpEchoHandler(EchoTools tools, List<ObjectNode> definitions) {
        this.tools = tools;
        this.definitions = definitions;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) throws IOException {
        if (!request.uri().equals("/mcp") && !request.uri().startsWith("/mcp/")) {
            empty(context, HttpResponseStatus.NOT_FOUND);
        } else if (!request.method().equals(HttpMethod.POST)) {
            empty(context, HttpResponseStatus.METHOD_NOT_ALLOWED);
        } else {
            post(context, request.content());
        }
    }

    private void post(ChannelHandlerContext context, ByteBuf content) throws IOException {
        try (InputStream body = new ByteBufInputStream(content)) {
            if (Json.read(body) instanceof ObjectNode tree) {
                message(context, JsonRpcMessage.of(tree));
            } else {
                empty(context, HttpResponseStatus.BAD_REQUEST);
            }
        } catch (JsonProcessingException e) {
            empty(context, HttpResponseStatus.BAD_REQUEST);
        }
    }

    private void message(ChannelHandlerContext context, JsonRpcMessage message) {
        if (message.kind() != JsonRpcMessage.Kind.REQUEST) {
            empty(context, HttpResponseStatus.ACCEPTED);
            return;
        }
        JsonNode id = message.id();
        switch (message.method()) {
            case McpMethod.INITIALIZE -> json(context, JsonRpcMessage.response(id, identity(message)));
            case McpMethod.PING -> json(context, JsonRpcMessage.response(id, Json.object()));
            case McpMethod.TOOLS_LIST -> json(context, JsonRpcMessage.response(id, page()));
            case McpMethod.TOOLS_CALL -> call(context, message);
            default -> json(context, JsonRpcMessage.errorResponse(id, ErrorCode.METHOD_NOT_FOUND, "Unknown method"));
        }
    }

    private void call(ChannelHandlerContext context, JsonRpcMessage message) {
        JsonNode params = message.params();
        tools.call(
                params.path("name").asText(),
                params.path("arguments"),
                result -> json(context, JsonRpcMessage.response(message.id(), result)));
    }

    private static ObjectNode identity(JsonRpcMessage request) {
        ObjectNode identity = Json.object();
        identity.set("protocolVersion", request.params().path("protocolVersion"));
        identity.putObject("capabilities").putObject("tools");
        identity.putObject("serverInfo").put("name", "http-echo").put("version", "1");
        return identity;
    }

    private ObjectNode page() {
        ObjectNode page = Json.object();
        definitions.forEach(page.putArray("tools")::add);
        return page;
    }

    private static void json(ChannelHandlerContext context, ObjectNode message) {
        write(context, HttpResponseStatus.OK, Unpooled.wrappedBuffer(Json.bytes(message)));
    }

    private static void empty(ChannelHandlerContext context, HttpResponseStatus status) {
        write(context, status, Unpooled.EMPTY_BUFFER);
    }

    private static void write(ChannelHandlerContext context, HttpResponseStatus status, ByteBuf content) {
        DefaultFullHttpResponse reply = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
        reply.headers()
                .setInt(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes())
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON);
        context.writeAndFlush(reply).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
