package io.mehari.upstream.session;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import io.mehari.protocol.McpProtocolVersion;
import io.mehari.text.Version;
import io.mehari.upstream.lifecycle.ConnectionOwner;
import io.mehari.upstream.lifecycle.RequestFailedException;
import io.mehari.upstream.lifecycle.ServerIdentity;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * How a connection of the legacy era begins: {@code initialize}, {@code initialized}, {@code tools/list}. A server that
 * answers a version with an error instead of a version of its own is asked again with one that it names, or with the
 * next older one; what it took is remembered. For one use.
 */
public final class Handshake {
    private static final McpProtocolVersion NEWEST = McpProtocolVersion.LATEST_STATEFUL;

    private final Requests requests;
    private final Consumer<ObjectNode> notifications;
    private final ConnectionOwner owner;
    private final Consumer<ServerIdentity> onIdentity;
    private final Set<McpProtocolVersion> asked = new HashSet<>();

    /** What a finished handshake gives. */
    public record Joined(ServerIdentity identity, List<ObjectNode> tools) {}

    /**
     * A handshake that has not begun.
     *
     * @param owner knows the capabilities of the client, and what earlier connections have learned
     * @param onIdentity notified of what the server said about itself, before anything else is sent
     */
    Handshake(
            Requests requests,
            Consumer<ObjectNode> notifications,
            ConnectionOwner owner,
            Consumer<ServerIdentity> onIdentity) {
        this.requests = requests;
        this.notifications = notifications;
        this.owner = owner;
        this.onIdentity = onIdentity;
    }

    /** Goes through it; fails with a {@link RequestFailedException}. */
    CompletableFuture<Joined> run(Supplier<CompletableFuture<List<ObjectNode>>> listing) {
        return initialize(owner.memory().version().orElse(NEWEST), Optional.empty())
                .thenApply(this::accept)
                .thenCompose(identity -> listing.get().thenApply(tools -> new Joined(identity, tools)));
    }

    private CompletableFuture<ObjectNode> initialize(
            McpProtocolVersion version, Optional<RequestFailedException> first) {
        asked.add(version);
        CompletableFuture<ObjectNode> result = new CompletableFuture<>();
        requests.send(McpMethod.INITIALIZE, parameters(version)).whenComplete((answer, failure) -> {
            if (failure == null) {
                owner.memory().version(Optional.of(version).filter(taken -> !taken.equals(NEWEST)));
                result.complete(answer);
                return;
            }
            RequestFailedException refusal = RequestFailedException.of(failure);
            Optional<McpProtocolVersion> other = otherThan(version, refusal);
            if (other.isPresent()) {
                initialize(other.get(), first.or(() -> Optional.of(refusal))).whenComplete((later, reason) -> {
                    if (reason == null) {
                        result.complete(later);
                    } else {
                        result.completeExceptionally(reason);
                    }
                });
            } else {
                owner.memory().version(Optional.empty());
                RequestFailedException told = first.orElse(refusal);
                result.completeExceptionally(told.code() == 0 ? told : told.asRefusal());
            }
        });
        return result;
    }

    /** The version to ask for next, where a refusal seems to be about the version. */
    private Optional<McpProtocolVersion> otherThan(McpProtocolVersion version, RequestFailedException refusal) {
        Set<String> supported = StreamSupport.stream(
                        refusal.data().path("supported").spliterator(), false)
                .map(JsonNode::asText)
                .limit(100)
                .collect(Collectors.toSet());
        boolean older = refusal.code() == ErrorCode.INVALID_PARAMS
                || refusal.code() != 0
                        && refusal.getMessage().toLowerCase(Locale.ROOT).contains("version");
        return McpProtocolVersion.STATEFUL.stream()
                .filter(known -> !asked.contains(known))
                .filter(known ->
                        supported.isEmpty() ? older && known.compareTo(version) < 0 : supported.contains(known.value()))
                .max(Comparator.naturalOrder());
    }

    private ObjectNode parameters(McpProtocolVersion version) {
        ObjectNode parameters = Json.object().put("protocolVersion", version.value());
        parameters.set("capabilities", owner.capabilities());
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
            throw new CompletionException(e.asRefusal());
        }
    }
}
