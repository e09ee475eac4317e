package io.mehari.endpoint.mcp;

import io.mehari.call.ParkedCalls;
import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.catalog.offer.OfferCatalog;
import io.mehari.endpoint.http.target.RootPath;
import io.mehari.endpoint.mcp.legacy.LegacyEra;
import io.mehari.endpoint.mcp.message.McpExchange;
import io.mehari.endpoint.mcp.message.McpHandler;
import io.mehari.endpoint.mcp.method.LogLevels;
import io.mehari.endpoint.mcp.method.McpMethods;
import io.mehari.endpoint.mcp.method.OfferChanges;
import io.mehari.endpoint.mcp.method.ResourceWatch;
import io.mehari.endpoint.mcp.modern.ModernEra;
import io.mehari.endpoint.mcp.modern.Served;
import io.mehari.endpoint.mcp.owner.ForwardingSettings;
import io.mehari.endpoint.mcp.owner.OwnerForwarding;
import io.mehari.heartbeat.ClientSessions;
import io.mehari.monitoring.metric.GaugeSource;
import io.mehari.network.ByteBudget;
import io.mehari.security.AccessRules;
import io.mehari.security.FailedKeys;
import io.mehari.security.OriginRules;
import io.netty.util.Timer;
import java.time.Clock;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of the MCP endpoint: the steps of its ingress routes, under the names that the route files use. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(McpModernSettings.class)
class McpConfiguration {
    @Bean
    McpIngress mcpIngress(
            OriginRules dataOrigins,
            AccessRules access,
            FailedKeys failedKeys,
            ToolCatalog catalog,
            OfferCatalog offers,
            ToolGroups groups,
            ObjectProvider<ServerAliases> aliases) {
        McpPaths paths = new McpPaths(catalog, offers, groups, aliases.getIfAvailable(ServerAliases::new));
        return new McpIngress(dataOrigins, access, failedKeys, paths);
    }

    @Bean
    ModernEra modernEra(
            McpMethods methods,
            LogLevels logLevels,
            OfferChanges changes,
            ResourceWatch resources,
            McpModernSettings settings,
            AccessRules access,
            ForwardingSettings forwarding,
            Timer timer,
            Clock clock,
            ByteBudget budget) {
        Served served = Served.of(methods, logLevels, changes, resources);
        return new ModernEra(served, settings.modern(access.isOpen(), forwarding.secret()), timer, clock, budget);
    }

    @Bean
    GaugeSource legacyClients(LegacyEra legacy) {
        return legacy.metrics();
    }

    @Bean
    GaugeSource modernClients(ModernEra modern) {
        return modern.metrics();
    }

    @Bean
    ClientSessions modernHeartbeats(ModernEra modern) {
        return modern.heartbeats();
    }

    @Bean
    ParkedCalls parkedCalls(ModernEra modern) {
        return modern.parked();
    }

    /** Ends before the gateway waits for calls in flight: what waits for clients would never end by itself. */
    @Bean
    McpEnd mcpEnd(LegacyEra legacy, ModernEra modern) {
        return new McpEnd(legacy::drain, modern);
    }

    @Bean
    McpDispatch mcpDispatch(
            LegacyEra legacy,
            ModernEra modern,
            ObjectProvider<RootPath> root,
            ObjectProvider<OwnerForwarding> forwarding) {
        Function<McpExchange, McpHandler> here =
                new Transports(legacy.sse(root.getIfAvailable(() -> RootPath.NONE)), new Eras(legacy, modern));
        OwnerForwarding elsewhere = forwarding.getIfAvailable();
        return new McpDispatch(
                elsewhere == null ? here : elsewhere.around(exchange -> Eras.ownerOf(exchange, modern), here));
    }
}
