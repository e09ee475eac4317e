package io.mehari.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.configuration.serversfile.ServersSettings;
import io.mehari.servers.ConfiguredServers;
import io.mehari.support.Tools;
import io.mehari.upstream.Upstreams;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.springframework.mock.env.MockEnvironment;

/** Servers that were added by requests, and what happens when they change. */
final class AddedServersFixture {
    final ConfiguredServers configured = new ConfiguredServers();
    final Upstreams upstreams = new Upstreams();
    final Path file;
    final AddedServers added;
    CompletableFuture<Void> merge = CompletableFuture.completedFuture(null);
    int merges;

    AddedServersFixture(Path directory, String... privateHosts) {
        file = directory.resolve("data/added-servers.json");
        McpServersFile reader = McpServersFile.of(
                Duration.ofMinutes(5), ServersSettings.of(new MockEnvironment()), Map.of("SECRET", "s3cr3t"));
        added = new AddedServers(
                new AddedServersFile(file),
                reader,
                new EntryCheck(reader, new AddressGuard(List.of(privateHosts), AddedServersFixture::resolve)),
                configured,
                upstreams,
                new AddedServers.InTurn() {
                    @Override
                    public <T> CompletableFuture<T> run(Supplier<T> work) {
                        return CompletableFuture.supplyAsync(work, Runnable::run);
                    }
                },
                Optional.of(this::merge));
        configured.add(added::settings);
        added.load();
    }

    static AddedServers none(Path directory) {
        return new AddedServersFixture(directory).added;
    }

    static ObjectNode entry(String json) {
        return Tools.json(json);
    }

    private CompletableFuture<Void> merge() {
        merges++;
        return merge;
    }

    private static InetAddress[] resolve(String host) throws UnknownHostException {
        return switch (host) {
            case "public.example.com" -> new InetAddress[] {InetAddress.getByName("8.8.8.8")};
            case "both.example.com" ->
                new InetAddress[] {InetAddress.getByName("8.8.8.8"), InetAddress.getByName("10.0.0.1")};
            case "inside.example.com" -> new InetAddress[] {InetAddress.getByName("10.0.0.1")};
            case "gone.example.com" -> throw new UnknownHostException(host);
            default -> InetAddress.getAllByName(host);
        };
    }
}
