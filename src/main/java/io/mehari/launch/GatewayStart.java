package io.mehari.launch;

import io.mehari.configuration.LaunchOptions;
import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.configuration.serversfile.ServersSettings;
import io.mehari.configuration.serversfile.ServersSource;
import io.mehari.endpoint.http.ServedAddress;
import io.mehari.history.LastGood;
import io.mehari.library.Libraries;
import io.mehari.routes.FixedSets;
import io.mehari.routes.Generations;
import io.mehari.routes.RouteFiles;
import io.mehari.servers.ConfiguredServers;
import io.mehari.servers.ServerChanges;
import io.mehari.servers.ServerRegistry;
import io.mehari.upstream.UpstreamSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.apache.camel.support.LifecycleStrategySupport;
import org.springframework.core.io.Resource;

/**
 * The order of the start: read every file, begin to connect, build the first generation beside the routes that exist
 * once, and only then let the endpoint listen. An invalid file ends the start before anything runs; one of the
 * generation is told before one of those beside it.
 */
final class GatewayStart implements CamelContextConfiguration {
    private final McpServersFile file;
    private final ServersSettings settings;
    private final LaunchOptions options;
    private final ServerRegistry registry;
    private final ConfiguredServers configured;
    private final Generations generations;
    private final FixedSets fixed;
    private final RouteFiles files;
    private final Libraries libraries;
    private final StartSummary summary;
    private final Optional<LastGood> good;

    GatewayStart(
            McpServersFile file,
            ServersSettings settings,
            LaunchOptions options,
            ServerRegistry registry,
            ConfiguredServers configured,
            Generations generations,
            FixedSets fixed,
            RouteFiles files,
            Libraries libraries,
            StartSummary summary,
            Optional<LastGood> good) {
        this.file = file;
        this.settings = settings;
        this.options = options;
        this.registry = registry;
        this.configured = configured;
        this.generations = generations;
        this.fixed = fixed;
        this.files = files;
        this.libraries = libraries;
        this.summary = summary;
        this.good = good;
    }

    @Override
    public void beforeApplicationStart(CamelContext context) {
        Resource source = ServersSource.find(serversFile(), options.server());
        boolean strict = settings.strict() || options.server().isPresent();
        List<UpstreamSettings> servers = strict ? file.read(source) : file.readLeavingOut(source);
        List<UpstreamSettings> all = options.server().isPresent() ? servers : configured.withFile(servers);
        await(registry.apply(ServerChanges.between(List.of(), all)));
        libraries.look();
        libraries.takeForGood().installIn(context);
        RouteFiles first = good.map(version -> files.at(version.folder().resolve("routes")))
                .orElse(files);
        context.addLifecycleStrategy(new LifecycleStrategySupport() {
            @Override
            public void onContextStopping(CamelContext stopping) {
                fixed.close();
            }
        });
        CompletableFuture<?> generation = good.isEmpty() ? generations.reload() : generations.reloadFrom(first);
        try {
            fixed.begin((DefaultCamelContext) context, first.read(RouteFiles.FIXED));
        } finally {
            await(generation);
        }
    }

    @Override
    public void afterApplicationStart(CamelContext context) {
        summary.serving(context.getRegistry().findSingleByType(ServedAddress.class));
    }

    private Path serversFile() {
        return good.map(LastGood::servers).filter(Files::exists).orElse(settings.file());
    }

    private static void await(CompletableFuture<?> step) {
        try {
            step.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw e;
        }
    }
}
