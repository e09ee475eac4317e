package io.mehari.endpoint.mcp;

import io.mehari.call.CallTraces;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.catalog.offer.OfferCatalog;
import io.mehari.component.generation.PipelineEntry;
import io.mehari.endpoint.mcp.method.AwayServers;
import io.mehari.endpoint.mcp.method.Completions;
import io.mehari.endpoint.mcp.method.ListChanges;
import io.mehari.endpoint.mcp.method.McpMethods;
import io.mehari.endpoint.mcp.method.OfferRequests;
import io.mehari.endpoint.mcp.method.ResourceOwners;
import io.mehari.endpoint.mcp.method.ServerLogLevels;
import io.mehari.endpoint.mcp.method.ServerRequests;
import io.mehari.endpoint.mcp.method.SharedLogs;
import io.mehari.endpoint.mcp.method.SharedWatches;
import io.mehari.endpoint.mcp.method.ToolCalls;
import io.mehari.endpoint.mcp.method.ViewDescriptions;
import io.mehari.endpoint.mcp.offer.MissingServers;
import io.mehari.endpoint.mcp.offer.OfferPages;
import io.mehari.endpoint.mcp.offer.ViewOffers;
import io.mehari.upstream.ForwardedHeaders;
import io.mehari.upstream.NotificationListener;
import io.mehari.upstream.RouteOffers;
import io.mehari.upstream.Upstreams;
import io.mehari.upstream.client.ClientConnections;
import io.mehari.upstream.client.LogLevels;
import io.mehari.upstream.client.ResourceSubscriptions;
import io.netty.util.Timer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans behind the MCP endpoint: what both eras show and do. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(McpListSettings.class)
class McpMethodConfiguration {
    private static final String PIPELINE = "generation:tool-call";

    @Bean
    ViewOffers viewOffers(ToolCatalog catalog, OfferCatalog offers, ToolGroups groups) {
        return new ViewOffers(catalog, offers, groups);
    }

    @Bean
    MissingServers missingServers(Upstreams upstreams, ToolGroups groups) {
        return new MissingServers(upstreams, groups);
    }

    @Bean
    AwayServers awayServers(Upstreams upstreams, ToolGroups groups) {
        return new AwayServers(upstreams, groups);
    }

    @Bean
    ServerRequests serverRequests(
            ClientConnections connections,
            ObjectProvider<RouteOffers> routes,
            OfferCatalog offers,
            ForwardedHeaders forwarded,
            Timer timer) {
        Optional<RouteOffers> found = Optional.ofNullable(routes.getIfAvailable());
        found.ifPresent(offering -> {
            offering.addListener((server, kinds) -> offers.replaceRoutes(offering.offers()));
            offers.replaceRoutes(offering.offers());
        });
        return new ServerRequests(connections::of, found, forwarded, timer, System::nanoTime);
    }

    @Bean
    ResourceOwners resourceOwners(ViewOffers views, ToolGroups groups) {
        return new ResourceOwners(views, groups);
    }

    @Bean
    ToolCalls mcpToolCalls(
            CamelContext context, ToolCatalog catalog, ViewOffers views, AwayServers away, ForwardedHeaders forwarded) {
        return new ToolCalls(catalog, views, away, forwarded, new PipelineEntry(context, PIPELINE)::send);
    }

    @Bean
    McpMethods mcpMethods(
            ToolCalls tools,
            ViewOffers views,
            MissingServers missing,
            ResourceOwners owners,
            AwayServers away,
            ServerRequests requests,
            Upstreams upstreams,
            McpListSettings settings,
            ObjectProvider<CallTraces> traces) {
        return new McpMethods(
                tools,
                new OfferPages(views, missing, settings.pageSize()),
                new OfferRequests(views, owners, away, new Completions(upstreams), requests),
                new ViewDescriptions(missing, views),
                traces.getIfAvailable());
    }

    /** Lists are made beside the event loops and the timer, on threads that the platform has anyway. */
    @Bean
    ListChanges offerChanges(
            ViewOffers views, ToolCatalog catalog, OfferCatalog offers, Timer timer, McpListSettings settings) {
        ListChanges changes = new ListChanges(views, timer, ForkJoinPool.commonPool(), settings.listeners());
        catalog.onChange(changes::changed);
        offers.onChange(changes::changed);
        return changes;
    }

    @Bean
    SharedWatches resourceWatch(ResourceOwners owners, ResourceSubscriptions subscriptions, McpListSettings settings) {
        SharedWatches.Subscriptions shared = new SharedWatches.Subscriptions() {
            @Override
            public CompletableFuture<Void> subscribe(String server, String uri) {
                return subscriptions.subscribe(server, uri);
            }

            @Override
            public void unsubscribe(String server, String uri) {
                subscriptions.unsubscribe(server, uri);
            }
        };
        return new SharedWatches(owners, shared, settings.listeners());
    }

    /** Takes what servers say that belongs to no call. */
    @Bean
    NotificationListener notificationsOfNoCall(SharedWatches watches, SharedLogs logs) {
        return (server, method, params) -> {
            watches.notified(server, method, params);
            logs.notified(server, method, params);
        };
    }

    @Bean
    SharedLogs sharedLogs(MissingServers servers, ClientConnections connections, McpListSettings settings) {
        return new SharedLogs(servers, connections::has, settings.listeners());
    }

    @Bean
    ServerLogLevels mcpLogLevels(MissingServers servers, LogLevels levels) {
        return new ServerLogLevels(servers, levels::want);
    }
}
