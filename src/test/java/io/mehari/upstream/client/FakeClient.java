package io.mehari.upstream.client;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.call.ClientErrorException;
import io.mehari.protocol.Json;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/** A client that answers as the test says, and remembers what it was asked and notified of. */
final class FakeClient implements Client {
    final List<Asked> asked = new CopyOnWriteArrayList<>();
    final List<ObjectNode> messages = new CopyOnWriteArrayList<>();
    private final String key;
    private volatile Function<Asked, CompletableFuture<ObjectNode>> answer;

    /** What it was asked. */
    record Asked(String server, String method, ObjectNode params, CompletableFuture<ObjectNode> answer) {}

    /** Refuses everything until it is told otherwise. */
    FakeClient(String key) {
        this.key = key;
        this.answer = asked -> CompletableFuture.failedFuture(ClientErrorException.notOffered(asked.method()));
    }

    /** Answers at once. */
    FakeClient answering(Function<Asked, ObjectNode> with) {
        answer = asked -> CompletableFuture.completedFuture(with.apply(asked));
        return this;
    }

    /** Leaves the answers to the test. */
    FakeClient silent() {
        answer = Asked::answer;
        return this;
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public ObjectNode capabilities() {
        ObjectNode all = Json.object();
        all.putObject("elicitation").putObject("form");
        all.putObject("sampling");
        all.putObject("roots");
        return all;
    }

    @Override
    public CompletableFuture<ObjectNode> ask(String server, String method, ObjectNode params) {
        Asked question = new Asked(server, method, params, new CompletableFuture<>());
        asked.add(question);
        return answer.apply(question);
    }

    @Override
    public void notified(String server, String method, ObjectNode params) {
        messages.add(params);
    }
}
