package io.mehari.endpoint.mcp;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.component.generation.PipelineEntry;
import io.mehari.endpoint.http.target.RootPath;
import io.mehari.endpoint.mcp.legacy.LegacyEra;
import io.mehari.endpoint.mcp.legacy.SessionServices;
import io.mehari.endpoint.mcp.legacy.SessionSettings;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.method.LogLevels;
import io.mehari.endpoint.mcp.method.McpMethods;
import io.mehari.endpoint.mcp.method.OfferChanges;
import io.mehari.endpoint.mcp.method.ResourceWatch;
import io.mehari.endpoint.mcp.modern.ModernEra;
import io.mehari.protocol.Json;
import io.mehari.security.AccessRules;
import io.mehari.security.FailedKeys;
import io.mehari.security.OriginRules;
import io.mehari.text.Version;
import io.netty.util.Timer;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of the MCP endpoint: the steps of its ingress routes, under the names that the route files use. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SessionSettings.class)
class McpConfiguration {
    private static final String PIPELINE = "generation:tool-call";

    @Bean
    McpIngress mcpIngress(
            OriginRules dataOrigins,
            AccessRules access,
            FailedKeys failedKeys,
            ToolCatalog catalog,
            ToolGroups groups,
            ObjectProvider<ServerAliases> aliases) {
        McpPaths paths = new McpPaths(catalog, groups, aliases.getIfAvailable(ServerAliases::new));
        return new McpIngress(dataOrigins, access, failedKeys, paths);
    }

    @Bean
    McpMethods mcpMethods(CamelContext context, ToolCatalog catalog) {
        return new McpMethods(catalog, new PipelineEntry(context, PIPELINE)::send);
    }

    @Bean(destroyMethod = "close")
    LegacyEra legacyEra(
            SessionSettings settings,
            McpMethods methods,
            ObjectProvider<OfferChanges> changes,
            ObjectProvider<ResourceWatch> watch,
            ObjectProvider<LogLevels> levels,
            Timer timer) {
        SessionServices services = new SessionServices(
                methods::run,
                McpConfiguration::about,
                changes.getIfAvailable(() -> (view, listener) -> () -> {}),
                watch.getIfAvailable(() -> (view, uri, listener) -> CompletableFuture.completedFuture(() -> {})),
                levels.getIfAvailable(() -> (view, level) -> () -> {}),
                key -> {});
        return new LegacyEra(settings, services, timer, System::nanoTime);
    }

    private static ObjectNode about(McpView view) {
        ObjectNode about = Json.object();
        about.putObject("capabilities").putObject("tools").put("listChanged", true);
        about.withObject("capabilities").putObject("logging");
        about.putObject("serverInfo").put("name", "mehari").put("version", Version.current());
        return about;
    }

    /** Streams of clients would keep the gateway from stopping until its limit. */
    @Bean
    CamelContextConfiguration legacyStreams(LegacyEra legacy) {
        return new StreamsEnd(legacy::drain);
    }

    @Bean
    ModernEra modernEra(McpMethods methods) {
        return new ModernEra(methods);
    }

    @Bean
    McpDispatch mcpDispatch(LegacyEra legacy, ModernEra modern, ObjectProvider<RootPath> root) {
        return new McpDispatch(new Transports(
                legacy.sse(root.getIfAvailable(() -> RootPath.NONE)), new Eras(legacy, modern)));
    }
}
