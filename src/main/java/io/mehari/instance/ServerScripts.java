package io.mehari.instance;

import io.mehari.redis.RedisConnection;
import io.mehari.redis.RedisFailures;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.redisson.api.RScript;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;

/**
 * Has Redis run scripts, each as one step that no other command comes between, and knows whether it answers. Never waits. Safe for
 * concurrent use.
 */
public final class ServerScripts {
    private final RedisConnection redis;
    private volatile String failure = "";

    /** @param redis the connection */
    public ServerScripts(RedisConnection redis) {
        this.redis = redis;
    }

    /**
     * Runs a script.
     *
     * @param script in Lua; its answer is a list of texts and whole numbers, without lists in it
     * @param keys of Redis that it uses, as {@code KEYS}
     * @param values what else it needs, as {@code ARGV}
     * @return the answer; ends exceptionally within a second or two if there is none
     */
    public CompletableFuture<List<Object>> run(String script, List<String> keys, Object... values) {
        Optional<RedissonClient> client = redis.client();
        if (client.isEmpty()) {
            return CompletableFuture.failedFuture(new RedisAwayException());
        }
        List<Object> named = List.copyOf(keys);
        CompletableFuture<List<Object>> answer;
        try {
            answer = client.get()
                    .getScript(StringCodec.INSTANCE)
                    .<List<Object>>evalAsync(RScript.Mode.READ_WRITE, script, RScript.ReturnType.MULTI, named, values)
                    .toCompletableFuture();
        } catch (RuntimeException e) { // the client is being closed
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.whenComplete((done, failed) -> failure = failed == null ? "" : RedisFailures.text(failed));
    }

    /**
     * Why Redis does not answer.
     *
     * @return a few words without anything secret; empty if the last script had an answer
     */
    public Optional<String> problem() {
        return redis.problem().or(() -> Optional.of(failure).filter(text -> !text.isEmpty()));
    }
}
