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
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One connection of {@link HttpEchoServer}: JSON-RPC requests are answered with 200, notifications and responses
 * with 202, everything that is not a POST to {@code /mcp} or a path below it with 404 or 405. Over HTTP+SSE all
 * messages are answered with 202, and requests on the stream as well.
 */
final class HttpEchoHandler extends SimpleChannelInboundHandler<FullHttpRequest> {
    private final EchoTools tools;
    private final List<ObjectNode> definitions;
    private final int pageSize;
    private final SseEchoStreams streams;

    /**
     * @param definitions what {@code tools/list} shows
     * @param pageSize most of them in one answer
     * @param streams of all connections
     */
    HttpEchoHandler(EchoTools tools, List<ObjectNode> definitions, int pageSize, SseEchoStreams streams) {
        this.tools = tools;
        this.definitions = definitions;
        this.pageSize = pageSize;
        this.streams = streams;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) throws IOException {
        String uri = request.uri();
        boolean posted = request.method().equals(HttpMethod.POST);
        if (uri.equals(SseEchoStreams.PATH) && request.method().equals(HttpMethod.GET)) {
            streams.open(context);
        } else if (uri.startsWith(SseEchoStreams.MESSAGES) && posted) {
            onStream(context, uri, request.content());
        } else if (!uri.equals("/mcp") && !uri.startsWith("/mcp/")) {
            empty(context, HttpResponseStatus.NOT_FOUND);
        } else if (!posted) {
            empty(context, HttpResponseStatus.METHOD_NOT_ALLOWED);
        } else {
            inResponse(context, request.content());
        }
    }

    private void inResponse(ChannelHandlerContext context, ByteBuf content) throws IOException {
        Optional<JsonRpcMessage> message = read(content);
        if (message.isEmpty()) {
            empty(context, HttpResponseStatus.BAD_REQUEST);
        } else if (message.get().kind() == JsonRpcMessage.Kind.REQUEST) {
            answer(message.get(), reply -> json(context, reply));
        } else {
            empty(context, HttpResponseStatus.ACCEPTED);
        }
    }

    private void onStream(ChannelHandlerContext context, String uri, ByteBuf content) throws IOException {
        Optional<ChannelHandlerContext> stream = streams.find(uri);
        Optional<JsonRpcMessage> message = read(content);
        if (stream.isEmpty() || message.isEmpty()) {
            empty(context, stream.isEmpty() ? HttpResponseStatus.NOT_FOUND : HttpResponseStatus.BAD_REQUEST);
            return;
        }
        empty(context, HttpResponseStatus.ACCEPTED);
        if (message.get().kind() == JsonRpcMessage.Kind.REQUEST) {
            answer(message.get(), reply -> SseEchoStreams.send(stream.get(), reply));
        }
    }

    private static Optional<JsonRpcMessage> read(ByteBuf content) throws IOException {
        try (InputStream body = new ByteBufInputStream(content)) {
            return Json.read(body) instanceof ObjectNode tree ? Optional.of(JsonRpcMessage.of(tree)) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private void answer(JsonRpcMessage request, Consumer<ObjectNode> reply) {
        JsonNode id = request.id();
        switch (request.method()) {
            case McpMethod.INITIALIZE -> reply.accept(JsonRpcMessage.response(id, identity(request)));
            case McpMethod.PING -> reply.accept(JsonRpcMessage.response(id, Json.object()));
            case McpMethod.TOOLS_LIST -> reply.accept(JsonRpcMessage.response(id, page(request)));
            case McpMethod.TOOLS_CALL -> call(request, reply);
            default -> reply.accept(JsonRpcMessage.errorResponse(id, ErrorCode.METHOD_NOT_FOUND, "Unknown method"));
        }
    }

    private void call(JsonRpcMessage request, Consumer<ObjectNode> reply) {
        JsonNode params = request.params();
        tools.call(
                params.path("name").asText(),
                params.path("arguments"),
                result -> reply.accept(JsonRpcMessage.response(request.id(), result)));
    }

    private static ObjectNode identity(JsonRpcMessage request) {
        ObjectNode identity = Json.object();
        identity.set("protocolVersion", request.params().path("protocolVersion"));
        identity.putObject("capabilities").putObject("tools");
        identity.putObject("serverInfo").put("name", "http-echo").put("version", "1");
        return identity;
    }

    private ObjectNode page(JsonRpcMessage request) {
        int from = request.params().path("cursor").asInt();
        int to = (int) Math.min(definitions.size(), (long) from + pageSize);
        ObjectNode page = Json.object();
        definitions.subList(from, to).forEach(page.putArray("tools")::add);
        if (to < definitions.size()) {
            page.put("nextCursor", Integer.toString(to));
        }
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
