package io.mehari.upstream.session;

import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import io.mehari.upstream.lifecycle.RequestFailedException;
import java.util.concurrent.CompletableFuture;

/** A liveness check that a caller asks for; those before calls are the {@link IdleCheck}'s. */
public final class Ping {
    private Ping() {}

    /**
     * Asks over a session.
     *
     * @return ends as {@link io.mehari.upstream.Upstream#ping()} does
     */
    public static CompletableFuture<Boolean> over(Session session) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        session.request(McpMethod.PING, Json.object()).whenComplete((result, failure) -> {
            if (failure == null || RequestFailedException.of(failure).isAnswered()) {
                answer.complete(failure == null);
            } else {
                answer.completeExceptionally(RequestFailedException.of(failure));
            }
        });
        return answer;
    }
}
