package io.mehari.endpoint.http;

import io.mehari.network.ByteBudget;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.SocketAddress;
import java.util.Map;

/**
 * Makes requests that did not come by a connection of the data plane: those of commands, and those of the live plane, so that
 * both are judged and answered by what is there already. They have no channel, so they are no tool calls. Stateless.
 */
public final class InsideRequest {
    private InsideRequest() {}

    /**
     * A request of a command.
     *
     * @param method GET or POST or DELETE
     * @param target path and query, encoded
     * @param body JSON; empty for none
     * @return whole
     */
    public static Request of(HttpMethod method, String target, byte[] body) {
        DefaultHttpRequest head = new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, target);
        head.headers().set(HttpHeaderNames.ACCEPT, "application/json");
        head.headers().set(HttpHeaderNames.CONTENT_TYPE, "application/json");
        Request request = new Request(head, ByteBudget.unlimited(), null);
        request.complete(body, true);
        return request;
    }

    /**
     * The head of a request that another server has read.
     *
     * @param target path and query as they were sent
     * @param headers names and values in their order
     * @param peer where it came from
     * @param http10 whether it is of HTTP/1.0
     * @return without a body
     */
    public static Request head(
            String target, Iterable<Map.Entry<String, String>> headers, SocketAddress peer, boolean http10) {
        DefaultHttpRequest head = new DefaultHttpRequest(
                http10 ? HttpVersion.HTTP_1_0 : HttpVersion.HTTP_1_1, HttpMethod.GET, target, false);
        headers.forEach(header -> head.headers().add(header.getKey(), header.getValue()));
        return new Request(head, ByteBudget.unlimited(), peer);
    }
}
