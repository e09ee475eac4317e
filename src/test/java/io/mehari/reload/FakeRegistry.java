package io.mehari.reload;

import io.mehari.servers.ServerChanges;
import io.mehari.servers.ServerRegistry;
import io.mehari.upstream.UpstreamSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Servers that are names with settings. Used by one thread. */
final class FakeRegistry implements ServerRegistry {
    private final Map<String, UpstreamSettings> servers = new TreeMap<>();

    @Override
    public List<UpstreamSettings> settings() {
        return List.copyOf(servers.values());
    }

    @Override
    public CompletableFuture<Void> apply(ServerChanges changes) {
        changes.removed().forEach(servers::remove);
        changes.added().forEach(server -> servers.put(server.name(), server));
        changes.changed().forEach(server -> servers.put(server.name(), server));
        return CompletableFuture.completedFuture(null);
    }

    /** By name, {@code misconfigured} where there is none. */
    Map<String, String> commands() {
        Map<String, String> commands = new TreeMap<>();
        servers.forEach((name, server) -> commands.put(
                name,
                server.problem().isPresent() ? "misconfigured" : server.stdio().command()));
        return commands;
    }
}
