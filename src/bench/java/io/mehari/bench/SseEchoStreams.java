package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The event streams of {@link HttpEchoServer} over HTTP+SSE, by session. Safe for concurrent use. */
final class SseEchoStreams {
    /** Where streams begin. */
    static final String PATH = "/sse";

    /** Where messages are posted to, with the session behind it. */
    static final String MESSAGES = "/messages?sessionId=";

    private final Map<String, ChannelHandlerContext> streams = new ConcurrentHashMap<>();

    /** Answers a GET with a stream that begins with the address for messages. */
    void open(ChannelHandlerContext context) {
        String session = UUID.randomUUID().toString();
        streams.put(session, context);
        context.channel().closeFuture().addListener(closed -> streams.remove(session));
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        head.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.TEXT_EVENT_STREAM)
                .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        context.write(head);
        event(context, "endpoint", MESSAGES + session);
    }

    /** The stream that messages posted to this address are answered on, if there is one. */
    Optional<ChannelHandlerContext> find(String uri) {
        return Optional.ofNullable(streams.get(uri.substring(MESSAGES.length())));
    }

    /** Sends a message on a stream. */
    static void send(ChannelHandlerContext stream, ObjectNode message) {
        event(stream, "message", new String(Json.bytes(message), StandardCharsets.UTF_8));
    }

    private static void event(ChannelHandlerContext stream, String type, String data) {
        String text = "event: " + type + "\ndata: " + data + "\n\n";
        stream.writeAndFlush(new DefaultHttpContent(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)));
    }
}
