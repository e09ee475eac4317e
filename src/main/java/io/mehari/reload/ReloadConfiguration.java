package io.mehari.reload;

import io.mehari.cache.CacheSettings;
import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolRoutes;
import io.mehari.component.generation.FixedContext;
import io.mehari.component.generation.RouteInputs;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.configuration.LaunchOptions;
import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.configuration.serversfile.ServersSettings;
import io.mehari.endpoint.http.DataPlaneServer;
import io.mehari.endpoint.http.DataSettings;
import io.mehari.event.GatewayEvents;
import io.mehari.failure.FailureClassifier;
import io.mehari.failure.knowledge.KnowledgeFiles;
import io.mehari.failure.memory.ErrorMemorySettings;
import io.mehari.failure.memory.Errors;
import io.mehari.heartbeat.HeartbeatFile;
import io.mehari.library.Libraries;
import io.mehari.monitoring.HealthCheck;
import io.mehari.monitoring.Heartbeats;
import io.mehari.reload.live.ConfigurationReports;
import io.mehari.reload.live.FailureFiles;
import io.mehari.reload.live.LiveConfiguration;
import io.mehari.reload.live.LiveFiles;
import io.mehari.reload.live.LivePart;
import io.mehari.reload.live.ServedCertificate;
import io.mehari.routes.Generations;
import io.mehari.routes.RouteFiles;
import io.mehari.routes.RoutesSettings;
import io.mehari.security.KeysFileWatch;
import io.mehari.security.SecuritySettings;
import io.mehari.servers.ConfiguredServers;
import io.mehari.servers.ServerRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.Processor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** What {@code routes/maintenance/file-changes} and its neighbours name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReloadSettings.class)
class ReloadConfiguration {
    @Bean
    WatchedFiles watchedFiles(
            RouteFiles routes,
            Libraries libraries,
            ReloadSettings settings,
            ServersSettings servers,
            DataSettings data,
            HeartbeatFile heartbeats,
            SecuritySettings security) {
        List<Path> files = Stream.of(
                        servers.file(),
                        data.tls().certificate(),
                        data.tls().key(),
                        heartbeats.path(),
                        security.keysFile())
                .filter(Objects::nonNull)
                .map(file -> file.toAbsolutePath().normalize())
                .toList();
        return new WatchedFiles(
                List.of(routes.folder(), libraries.folder()),
                List.of(settings.config().toAbsolutePath().normalize()),
                files);
    }

    @Bean
    ReloadReports reloadReports(Generations generations, GatewayEvents events, Clock clock) {
        ReloadReports reports = new ReloadReports(events, clock);
        generations.onReload(reports);
        return reports;
    }

    @Bean
    HealthCheck reloadHealth(ReloadReports reports, LiveConfiguration configuration) {
        return new ReloadHealth(reports, configuration);
    }

    @Bean
    WaitingBatch waitingBatch() {
        return new WaitingBatch(System::nanoTime);
    }

    @Bean
    NextTry nextTry() {
        return new NextTry(System::nanoTime);
    }

    @Bean
    FolderWatches watchedFolders(
            WatchedFiles files,
            RouteFiles routes,
            ReloadSettings settings,
            WaitingBatch batch,
            NextTry next,
            Heartbeats heartbeats,
            FixedContext fixed) {
        Path config = settings.config().toAbsolutePath().normalize();
        FolderWatches watches = new FolderWatches(
                Map.of("watch-routes", routes.folder(), "watch-config", config), files, batch, next, heartbeats);
        fixed.onServed(watches::follow);
        return watches;
    }

    @Bean
    Processor settledFiles(WatchedFiles files, WaitingBatch batch, Clock clock) {
        return new SettledFiles(files, batch, clock);
    }

    @Bean
    ServersFile serversFile(ServersSettings settings, McpServersFile reader) {
        return new ServersFile(settings.file(), reader, settings.strict());
    }

    /** What holds for servers that do not say it themselves. */
    @Bean
    LivePart liveServerDefaults(ServersFile file, RoutesSettings routes, ObjectProvider<LaunchOptions> options) {
        return LivePart.of(
                List.of(
                        "mehari.servers.max-retries",
                        "mehari.servers.pool-min",
                        "mehari.servers.pool-max",
                        "mehari.cache.default-ttl"),
                settings -> file.readBy(McpServersFile.of(
                                Binder.get(settings)
                                        .bindOrCreate("mehari.cache", CacheSettings.class)
                                        .defaultTtl(),
                                ServersSettings.of(settings),
                                options.getIfAvailable(() -> LaunchOptions.NONE).variables())
                        .withToolRoutes(routes.tools(), limits -> {})));
    }

    @Bean
    LiveConfiguration changedConfiguration(
            ConfigurableEnvironment settings,
            ReloadSettings reload,
            List<LivePart> parts,
            RouteInputs routes,
            FailureClassifier classifier,
            KnowledgeFiles knowledge,
            ErrorMemorySettings memory,
            Errors errors,
            DataSettings data,
            DataPlaneServer server,
            HeartbeatFile heartbeats,
            ObjectProvider<KeysFileWatch> keys) {
        LiveFiles files = new LiveFiles(
                server.tls().map(front -> new ServedCertificate(data.tls(), front)),
                reload.enabled() ? Optional.of(heartbeats) : Optional.empty(),
                Optional.ofNullable(keys.getIfAvailable()));
        return LiveConfiguration.of(
                reload.config(),
                settings,
                parts,
                routes,
                new FailureFiles(classifier, knowledge, memory.knowledge(), errors::knowledgeChanged),
                files);
    }

    @Bean
    ConfigurationReports configurationReports(
            GatewayEvents events,
            Clock clock,
            RunningGeneration running,
            FixedContext fixed,
            ObjectProvider<KeysFileWatch> keys) {
        ConfigurationReports reports = ConfigurationReports.of(events, clock, running, fixed);
        keys.ifAvailable(file -> file.onChange(reports::keysTaken));
        return reports;
    }

    /** Null, and so not there, where the command line has described the only server. */
    @Bean
    ServersReload serversReload(
            Generations generations,
            ServersFile file,
            ServerRegistry registry,
            ConfiguredServers configured,
            ToolRoutes toolRoutes,
            ServerAliases aliases,
            ReloadReports reports,
            NextTry next,
            ObjectProvider<LaunchOptions> options) {
        return options.getIfAvailable(() -> LaunchOptions.NONE).server().isPresent()
                ? null
                : new ServersReload(file, registry, configured, toolRoutes, aliases, generations::refresh, reports)
                        .retriedBy(next);
    }

    @Bean
    FileReload fileReload(
            Generations generations,
            ObjectProvider<ServersReload> servers,
            LiveConfiguration configuration,
            ReloadReports reports,
            ConfigurationReports configurationReports,
            FolderWatches watches,
            NextTry next,
            ObjectProvider<FileChanges.Listener> listener) {
        return new FileReload(
                generations,
                Optional.ofNullable(servers.getIfAvailable()),
                configuration,
                reports,
                configurationReports,
                watches::look,
                listener.getIfAvailable(() -> () -> {}),
                next);
    }
}
