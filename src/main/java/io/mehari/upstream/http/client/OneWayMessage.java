package io.mehari.upstream.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.concurrent.CompletableFuture;

/**
 * An exchange of which only the end matters.
 *
 * @param end completed with it
 */
public record OneWayMessage(CompletableFuture<Void> end) implements HttpReceiver {
    @Override
    public void responded(int status, HttpHeaders headers) {
        // Whether it was accepted changes nothing.
    }

    @Override
    public void body(ByteBuf part) {
        // Nothing is expected.
    }

    @Override
    public void ended() {
        end.complete(null);
    }

    @Override
    public void failed(HttpFailure failure) {
        end.complete(null);
    }
}
