package io.mehari.upstream.http.client;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.concurrent.CompletableFuture;

/** An exchange of which only the end matters. Its response is read for 64 KiB; what is longer is its end, too. */
public final class OneWayMessage implements HttpReceiver {
    private final CompletableFuture<Void> end;
    private int read;

    /**
     * An exchange that has not begun.
     *
     * @param end completed with it
     */
    public OneWayMessage(CompletableFuture<Void> end) {
        this.end = end;
    }

    @Override
    public void responded(int status, HttpHeaders headers) {
        // Whether it was accepted changes nothing.
    }

    @Override
    public void body(ByteBuf part) {
        read += part.readableBytes();
        if (read > BoundedBody.ERROR) {
            end.complete(null);
        }
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
