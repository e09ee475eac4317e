package io.mehari.support;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.protocol.Json;
import java.util.concurrent.CompletableFuture;

/** A client that may be asked something and never answers. */
public final class SilentClient implements Client {
    @Override
    public String key() {
        return "silent";
    }

    @Override
    public ObjectNode capabilities() {
        ObjectNode capabilities = Json.object();
        capabilities.putObject("elicitation");
        return capabilities;
    }

    @Override
    public CompletableFuture<ObjectNode> ask(String server, String method, ObjectNode params) {
        return new CompletableFuture<>();
    }

    @Override
    public void notified(String server, String method, ObjectNode params) {}
}
