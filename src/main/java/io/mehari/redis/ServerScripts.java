package io.mehari.redis;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.redisson.api.RedissonClient;

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
     * @param script its answer is a list of texts and whole numbers, without lists in it
     * @param keys of Redis that it uses, as {@code KEYS}
     * @param values what else it needs, as {@code ARGV}: texts and numbers
     * @return the answer, of {@link String} and {@link Long}; ends exceptionally within a second or two if there is none
     */
    public CompletableFuture<List<Object>> run(RedisScript script, List<String> keys, Object... values) {
        Optional<RedissonClient> client = redis.client();
        if (client.isEmpty()) {
            return CompletableFuture.failedFuture(new RedisAwayException());
        }
        byte[][] arguments = Arrays.stream(values)
                .map(value -> RedisScript.argument(value.toString()))
                .toArray(byte[][]::new);
        CompletableFuture<List<Object>> answer;
        try {
            answer = script.run(client.get(), keys, arguments)
                    .thenApply(ServerScripts::readable)
                    .toCompletableFuture();
        } catch (RuntimeException e) { // the client is being closed
            answer = CompletableFuture.failedFuture(e);
        }
        return answer.whenComplete((done, failed) -> failure = failed == null ? "" : RedisFailures.text(failed));
    }

    private static List<Object> readable(List<Object> answer) {
        return answer.stream()
                .map(each -> each instanceof byte[] text ? new String(text, StandardCharsets.UTF_8) : each)
                .toList();
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
