package io.mehari.upstream.http;

import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import io.mehari.upstream.http.client.HttpLimits;
import io.mehari.upstream.session.RequestFailedException;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Asks a server that has been quiet for a sign of life before calls are sent to it: what is lost then is the
 * question, never a call. One question at a time, for which all calls wait. Safe for concurrent use.
 *
 * <p>Only an answer to that question counts: what else arrives meanwhile may have left the server before it froze.
 */
final class IdleCheck {
    private final StreamableConnection connection;
    private final HttpLimits limits;
    private final Timer timer;
    private volatile long lastSign = System.nanoTime();
    private CompletableFuture<Void> asking;

    IdleCheck(StreamableConnection connection, HttpLimits limits, Timer timer) {
        this.connection = connection;
        this.limits = limits;
        this.timer = timer;
    }

    /** Something arrived from the server. */
    void alive() {
        lastSign = System.nanoTime();
    }

    /** Runs it at once, or after the sign of life; also if there is none, when the connection is lost before. */
    void before(Runnable send) {
        if (System.nanoTime() - lastSign < limits.checkAfter().toNanos()) {
            send.run();
        } else {
            ask().thenRun(send);
        }
    }

    private CompletableFuture<Void> ask() {
        CompletableFuture<Void> answer;
        synchronized (this) {
            if (asking != null) {
                return asking;
            }
            answer = new CompletableFuture<>();
            asking = answer;
        }
        Timeout limit = timer.newTimeout(
                timeout -> settle(answer, false), limits.checkWithin().toMillis(), TimeUnit.MILLISECONDS);
        connection.session().request(McpMethod.PING, Json.object()).whenComplete((result, failure) -> {
            limit.cancel();
            settle(answer, failure == null || RequestFailedException.of(failure).isAnswered());
        });
        return answer;
    }

    /** Any answer is a sign of life, also one that says that ping is not known. */
    private void settle(CompletableFuture<Void> answer, boolean alive) {
        synchronized (this) {
            if (asking != answer) {
                return;
            }
            asking = null;
        }
        if (alive) {
            alive();
        } else {
            connection.lost("was quiet and gave no sign of life within "
                    + limits.checkWithin().toMillis() / 1000.0 + " s");
        }
        answer.complete(null);
    }
}
