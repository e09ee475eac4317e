package io.mehari.control;

import io.mehari.alert.Alerts;
import io.mehari.component.generation.FixedContext;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.configuration.LaunchOptions;
import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.event.GatewayEvents;
import io.mehari.monitoring.HealthCheck;
import io.mehari.monitoring.metric.RouteMeters;
import io.mehari.reload.ReloadSettings;
import io.mehari.reload.ServersReload;
import io.mehari.routes.Generations;
import io.mehari.servers.ConfiguredServers;
import io.mehari.servers.UpstreamSupervisor;
import io.mehari.upstream.Upstreams;
import io.netty.util.Timer;
import java.net.InetAddress;
import java.time.Clock;
import java.util.Optional;
import org.apache.camel.spi.LifecycleStrategy;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What operators control single parts of the gateway with. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ControlSettings.class)
class ControlConfiguration {
    @Bean
    RouteHoldBook routeHolds(Generations generations) {
        RouteHoldBook holds = new RouteHoldBook();
        generations.heldBy(holds);
        return holds;
    }

    @Bean
    RouteControl routeControl(
            RunningGeneration running,
            FixedContext fixed,
            RouteHoldBook holds,
            Generations generations,
            ObjectProvider<RouteMeters> meters,
            Timer timer,
            Clock clock) {
        return new RouteControl(
                new RouteHomes(running, fixed),
                holds,
                generations,
                Optional.ofNullable(meters.getIfAvailable()),
                timer,
                clock);
    }

    @Bean
    ServerControl serverControl(Upstreams upstreams, UpstreamSupervisor supervisor, RouteControl routes, Clock clock) {
        ServerControl control = new ServerControl(upstreams, supervisor, routes, clock);
        upstreams.onChange(control::removed);
        return control;
    }

    @Bean
    AddedServers addedServers(
            ControlSettings settings,
            McpServersFile reader,
            ConfiguredServers configured,
            Upstreams upstreams,
            Generations generations,
            ObjectProvider<ServersReload> reload,
            ObjectProvider<LaunchOptions> options) {
        boolean single =
                options.getIfAvailable(() -> LaunchOptions.NONE).server().isPresent();
        AddedServers added = new AddedServers(
                new AddedServersFile(settings.serversFile()),
                reader,
                new EntryCheck(reader, new AddressGuard(settings.privateHosts(), InetAddress::getAllByName)),
                configured,
                upstreams,
                generations::inTurn,
                single ? Optional.empty() : Optional.of(() -> reload.getObject().merge()));
        if (!single) {
            added.load();
        }
        configured.add(added::settings);
        return added;
    }

    @Bean
    HealthCheck controlHealth(RouteHoldBook routes, ServerControl servers, AddedServers added) {
        return new ControlHealth(routes, servers, added);
    }

    /** Null, and so not there, where routes are not counted. */
    @Bean
    LifecycleStrategy countedRoutes(ObjectProvider<RouteMeters> meters) {
        RouteMeters counted = meters.getIfAvailable();
        return counted == null ? null : counted.strategy();
    }

    @Bean
    Canary canary(
            ReloadSettings settings,
            RunningGeneration running,
            Generations generations,
            Alerts alerts,
            GatewayEvents events,
            Timer timer,
            Clock clock,
            ObjectProvider<RouteMeters> meters) {
        Canary canary = new Canary(
                settings.canary(),
                running,
                generations,
                alerts,
                events,
                timer,
                clock,
                Optional.ofNullable(meters.getIfAvailable()));
        canary.begin();
        return canary;
    }

    @Bean
    HealthCheck canaryHealth(Canary canary) {
        return new CanaryHealth(canary);
    }
}
