package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import io.mehari.protocol.McpProtocolVersion;
import io.mehari.text.Version;
import io.mehari.upstream.lifecycle.RequestFailedException;
import io.mehari.upstream.lifecycle.ServerIdentity;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** How a connection of the legacy era begins: {@code initialize}, {@code initialized}, {@code tools/list}. */
public final class Handshake {
    private final Requests requests;
    private final Consumer<ObjectNode> notifications;
    private final ObjectNode capabilities;
    private final Consumer<ServerIdentity> onIdentity;

    /** What a finished handshake gives. */
    public record Joined(ServerIdentity identity, List<ObjectNode> tools) {}

    /**
     * A handshake that has not begun.
     *
     * @param capabilities of the client, which the handshake declares
     * @param onIdentity notified of what the server said about itself, before anything else is sent
     */
    Handshake(
            Requests requests,
            Consumer<ObjectNode> notifications,
            ObjectNode capabilities,
            Consumer<ServerIdentity> onIdentity) {
        this.requests = requests;
        this.notifications = notifications;
        this.capabilities = capabilities;
        this.onIdentity = onIdentity;
    }

    /** Goes through it; fails with a {@link RequestFailedException}. */
    CompletableFuture<Joined> run(Supplier<CompletableFuture<List<ObjectNode>>> listing) {
        return requests.send(McpMethod.INITIALIZE, parameters())
                .thenApply(this::accept)
                .thenCompose(identity -> listing.get().thenApply(tools -> new Joined(identity, tools)));
    }

    private ObjectNode parameters() {
        ObjectNode parameters = Json.object().put("protocolVersion", McpProtocolVersion.LATEST_STATEFUL.value());
        parameters.set("capabilities", capabilities);
        parameters.putObject("clientInfo").put("name", "mehari").put("version", Version.current());
        return parameters;
    }

    private ServerIdentity accept(ObjectNode result) {
        try {
            ServerIdentity identity = ServerIdentity.of(result);
            onIdentity.accept(identity);
            notifications.accept(JsonRpcMessage.notification(McpMethod.INITIALIZED));
            return identity;
        } catch (RequestFailedException e) {
            throw new CompletionException(e);
        }
    }
}
