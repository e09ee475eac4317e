package io.mehari.reload;

import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolRoutes;
import io.mehari.configuration.LaunchOptions;
import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.configuration.serversfile.ServersSettings;
import io.mehari.event.GatewayEvents;
import io.mehari.library.Libraries;
import io.mehari.monitoring.HealthCheck;
import io.mehari.monitoring.Heartbeats;
import io.mehari.routes.Generations;
import io.mehari.routes.RouteFiles;
import io.mehari.servers.ConfiguredServers;
import io.mehari.servers.ServerRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.Processor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What {@code routes/maintenance/file-changes} and its neighbours name. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ReloadSettings.class)
class ReloadConfiguration {
    @Bean
    WatchedFiles watchedFiles(
            RouteFiles routes, Libraries libraries, ReloadSettings settings, ServersSettings servers) {
        return new WatchedFiles(
                List.of(routes.folder(), libraries.folder()),
                List.of(settings.config().toAbsolutePath().normalize()),
                List.of(servers.file().toAbsolutePath().normalize()));
    }

    @Bean
    RestartFiles restartFiles(ReloadSettings settings) {
        return new RestartFiles(settings.config());
    }

    @Bean
    ReloadReports reloadReports(Generations generations, GatewayEvents events, Clock clock) {
        ReloadReports reports = new ReloadReports(events, clock);
        generations.onReload(reports);
        return reports;
    }

    @Bean
    HealthCheck reloadHealth(ReloadReports reports, RestartFiles restart) {
        return new ReloadHealth(reports, restart);
    }

    @Bean
    Processor watchedFolders(WatchedFiles files, RouteFiles routes, ReloadSettings settings, Heartbeats heartbeats) {
        Path config = settings.config().toAbsolutePath().normalize();
        return new FolderWatches(Map.of("watch-routes", routes.folder(), "watch-config", config), files, heartbeats);
    }

    @Bean
    Processor settledFiles(WatchedFiles files) {
        return new SettledFiles(files);
    }

    /** Null, and so not there, where the command line has described the only server. */
    @Bean
    ServersReload serversReload(
            Generations generations,
            ServersSettings settings,
            McpServersFile reader,
            ServerRegistry registry,
            ConfiguredServers configured,
            ToolRoutes toolRoutes,
            ServerAliases aliases,
            ReloadReports reports,
            ObjectProvider<LaunchOptions> options) {
        if (options.getIfAvailable(() -> LaunchOptions.NONE).server().isPresent()) {
            return null;
        }
        ServersFile file = new ServersFile(settings.file(), reader, settings.strict());
        return new ServersReload(file, registry, configured, toolRoutes, aliases, generations::refresh, reports);
    }

    @Bean
    Processor fileReload(
            Generations generations,
            ObjectProvider<ServersReload> servers,
            RestartFiles restart,
            ReloadReports reports) {
        return new FileReload(generations, Optional.ofNullable(servers.getIfAvailable()), restart, reports);
    }
}
