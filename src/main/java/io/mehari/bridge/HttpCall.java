package io.mehari.bridge;

import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;

/** One request to the endpoint and its response. Safe for concurrent use. */
final class HttpCall {
    private final CompletableFuture<Void> sent;
    private final CompletableFuture<Received> end = new CompletableFuture<>();
    private volatile CompletableFuture<HttpResponse<Received>> exchange;
    private volatile ResponseBody body;
    private volatile boolean cancelled;

    /**
     * @param sent done when the request is on its way as a whole
     */
    HttpCall(CompletableFuture<Void> sent) {
        this.sent = sent;
    }

    void run(CompletableFuture<HttpResponse<Received>> begun) {
        exchange = begun;
        begun.whenComplete((response, failure) -> {
            if (failure == null) {
                end.complete(response.body());
            } else {
                end.completeExceptionally(failure);
            }
        });
        if (cancelled) {
            cancel();
        }
    }

    ResponseBody body(ResponseBody begun) {
        body = begun;
        if (cancelled) {
            cancel();
        }
        return begun;
    }

    /** Done when the request is on its way as a whole, or never will be. */
    CompletableFuture<Void> sent() {
        return sent;
    }

    /** The response when it has ended, or why there is none. */
    CompletableFuture<Received> end() {
        return end;
    }

    /** Ends it by closing its connection, as far as it has come. */
    void cancel() {
        cancelled = true;
        if (body != null) {
            body.cancel();
        }
        if (exchange != null) {
            exchange.cancel(true);
        }
    }
}
