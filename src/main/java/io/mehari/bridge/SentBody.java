package io.mehari.bridge;

import java.net.http.HttpRequest.BodyPublisher;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;

/**
 * The body of a request that tells when it is on its way: what a client writes after it, such as that it is cancelled, must not
 * overtake it on another connection.
 */
final class SentBody implements BodyPublisher {
    private final BodyPublisher body;
    private final CompletableFuture<Void> sent = new CompletableFuture<>();

    SentBody(BodyPublisher body) {
        this.body = body;
    }

    CompletableFuture<Void> sent() {
        return sent;
    }

    @Override
    public long contentLength() {
        return body.contentLength();
    }

    @Override
    public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
        body.subscribe(new Subscriber<>() {
            @Override
            public void onSubscribe(Subscription subscription) {
                subscriber.onSubscribe(subscription);
            }

            @Override
            public void onNext(ByteBuffer bytes) {
                subscriber.onNext(bytes);
            }

            @Override
            public void onError(Throwable failure) {
                subscriber.onError(failure);
            }

            @Override
            public void onComplete() {
                subscriber.onComplete();
                sent.complete(null);
            }
        });
    }
}
