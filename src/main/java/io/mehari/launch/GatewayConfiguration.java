package io.mehari.launch;

import io.mehari.cache.CacheSettings;
import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolRoutes;
import io.mehari.catalog.group.GroupRemarks;
import io.mehari.catalog.group.GroupSettings;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.catalog.offer.OfferCatalog;
import io.mehari.catalog.schema.SchemaCompiler;
import io.mehari.component.generation.FixedContext;
import io.mehari.component.generation.RouteInputs;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.configuration.LaunchOptions;
import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.configuration.serversfile.ServersSettings;
import io.mehari.endpoint.http.DataPlaneServer;
import io.mehari.event.GatewayEvents;
import io.mehari.failure.FailureClassifier;
import io.mehari.history.LastGood;
import io.mehari.library.ComponentSettings;
import io.mehari.library.Libraries;
import io.mehari.library.PluginSettings;
import io.mehari.monitoring.HealthCheck;
import io.mehari.monitoring.Heartbeats;
import io.mehari.network.ByteBudget;
import io.mehari.network.MemorySettings;
import io.mehari.network.SharedLoops;
import io.mehari.protection.BreakerRecovery;
import io.mehari.protection.RetryWaitList;
import io.mehari.routes.FixedSets;
import io.mehari.routes.GenerationBuilder;
import io.mehari.routes.Generations;
import io.mehari.routes.RouteBeans;
import io.mehari.routes.RouteFiles;
import io.mehari.routes.RoutesSettings;
import io.mehari.security.KeysFileWatch;
import io.mehari.servers.ClientConnectionSettings;
import io.mehari.servers.ConfiguredServers;
import io.mehari.servers.ConnectQueue;
import io.mehari.servers.ConnectionDrain;
import io.mehari.servers.UpstreamEvents;
import io.mehari.servers.UpstreamFactory;
import io.mehari.servers.UpstreamLog;
import io.mehari.servers.UpstreamSupervisor;
import io.mehari.upstream.NotificationListener;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.Upstreams;
import io.mehari.upstream.client.ClientConnections;
import io.mehari.upstream.client.LogLevels;
import io.mehari.upstream.client.ResourceSubscriptions;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.util.HashedWheelTimer;
import io.netty.util.Timer;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.BeanRepository;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What the gateway consists of besides its pipeline: upstreams, catalogue, generations, and the order of the start. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({
    ClientConnectionSettings.class,
    GroupSettings.class,
    RoutesSettings.class,
    ServersSettings.class,
    MaintenanceSettings.class,
    PluginSettings.class,
    MemorySettings.class,
    ShutdownSettings.class
})
class GatewayConfiguration {
    /** Bounds of calls that wait for a clock at the same time. */
    private static final long MOST_TIMEOUTS = 1_000_000;

    private static final long TICK_MILLIS = 10;
    private static final int WHEEL = 1024;

    /** What one connection may take, whatever the transport. */
    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    /** The one clock for deadlines, pauses and restarts: precise to 10 ms, a thread for all. */
    @Bean(destroyMethod = "stop")
    Timer timer() {
        return new HashedWheelTimer(
                new DefaultThreadFactory("mehari-timer", true),
                TICK_MILLIS,
                TimeUnit.MILLISECONDS,
                WHEEL,
                false,
                MOST_TIMEOUTS);
    }

    @Bean
    HealthCheck networkHealth(DataPlaneServer server, SharedLoops dataLoops) {
        return new NetworkHealth(server, dataLoops);
    }

    /** Null, and so no part of the health, where no file of keys is configured. */
    @Bean
    HealthCheck keysHealth(ObjectProvider<KeysFileWatch> file) {
        KeysFileWatch watch = file.getIfAvailable();
        return watch == null ? null : new KeysHealth(watch);
    }

    @Bean
    TimerHeartbeat timerHeartbeat(Heartbeats heartbeats, Timer timer) {
        TimerHeartbeat heartbeat = new TimerHeartbeat(heartbeats);
        heartbeat.startOn(timer);
        return heartbeat;
    }

    /** Null where the collector needs no help. */
    @Bean
    HeapGrowth heapGrowth(Timer timer) {
        return HeapGrowth.startedOn(timer).orElse(null);
    }

    /** What calls hold in memory, wherever they are. */
    @Bean
    ByteBudget byteBudget(MemorySettings settings) {
        return settings.budget();
    }

    @Bean
    Upstreams upstreams() {
        return new Upstreams();
    }

    @Bean
    SchemaCompiler schemaCompiler() {
        return new SchemaCompiler();
    }

    @Bean
    ToolCatalog toolCatalog(SchemaCompiler schemas) {
        return new ToolCatalog(schemas);
    }

    @Bean
    OfferCatalog offerCatalog() {
        return new OfferCatalog();
    }

    /** Host names are asked of the system's name servers, unless the application has others. */
    @Bean
    UpstreamFactory serverConnections(
            Timer timer,
            Clock clock,
            SharedLoops dataLoops,
            ObjectProvider<DnsServerAddressStreamProvider> nameServers,
            ByteBudget budget) {
        return new UpstreamFactory(
                timer,
                clock,
                dataLoops,
                nameServers.getIfAvailable(DnsServerAddressStreamProviders::platformDefault),
                budget);
    }

    /** Ends before the factory of its connections does. */
    @Bean
    ClientConnections clientConnections(
            Upstreams upstreams, UpstreamFactory connections, ClientConnectionSettings settings, Timer timer) {
        return new ClientConnections(
                upstreams, connections::connectForClient, settings.limits(), timer, System::nanoTime);
    }

    @Bean
    LogLevels logLevels(Upstreams upstreams, ClientConnections connections) {
        return new LogLevels(upstreams, connections);
    }

    @Bean
    ResourceSubscriptions resourceSubscriptions(Upstreams upstreams) {
        return new ResourceSubscriptions(upstreams);
    }

    @Bean
    StartSummary startSummary(
            ToolCatalog catalog,
            Timer timer,
            Upstreams upstreams,
            ServerAliases aliases,
            GroupSettings settings,
            ToolGroups groups) {
        Logger log = LoggerFactory.getLogger(GatewayStart.class);
        return new StartSummary(catalog, timer, log::info, () -> {
            Set<String> known = new TreeSet<>(aliases.all());
            known.addAll(catalog.servers());
            upstreams.all().stream().map(Upstream::name).forEach(known::add);
            GroupRemarks.ofServers(settings, known).forEach(log::warn);
            GroupRemarks.ofTools(groups, catalog).forEach(log::warn);
        });
    }

    @Bean
    UpstreamSupervisor upstreamSupervisor(
            Upstreams upstreams,
            ToolCatalog catalog,
            OfferCatalog offers,
            UpstreamFactory connections,
            ServerHealths healths,
            ServersSettings servers,
            StartSummary summary,
            BreakerRecovery absent,
            RetryWaitList paused,
            LogLevels levels,
            ResourceSubscriptions subscriptions,
            GatewayEvents events,
            Timer timer,
            Clock clock,
            ShutdownSettings shutdown,
            ObjectProvider<Generations> generations,
            ObjectProvider<NotificationListener> notifications,
            ObjectProvider<LaunchOptions> options) {
        connections.choosingBy(healths);
        ConnectQueue starts = new ConnectQueue(servers.concurrentStarts(), ConnectQueue.LONGEST, timer);
        UpstreamLog log = new UpstreamLog(
                clock, options.getIfAvailable(() -> LaunchOptions.NONE).singleServer());
        UpstreamSupervisor supervisor = new UpstreamSupervisor(
                upstreams,
                catalog,
                offers,
                (server, listener) ->
                        connections.connect(server, new UpstreamEvents(listener, events, clock), servers.strict()),
                starts,
                new ConnectionDrain(shutdown.drain(), timer),
                log,
                summary,
                onReady(absent, paused, levels, subscriptions),
                () -> generations.getObject().refresh());
        notifications.ifAvailable(supervisor::onNotification);
        return supervisor;
    }

    private static Consumer<String> onReady(
            BreakerRecovery absent, RetryWaitList paused, LogLevels levels, ResourceSubscriptions subscriptions) {
        return server -> {
            absent.returned(server);
            paused.wake(server);
            levels.ready(server);
            subscriptions.ready(server);
        };
    }

    @Bean
    RouteFiles routeFiles(RoutesSettings settings) {
        return new RouteFiles(settings.directory(), settings.overlay());
    }

    @Bean
    Libraries libraries(PluginSettings settings) {
        return new Libraries(settings.directory());
    }

    @Bean
    RouteInputs routeInputs(Environment environment, FailureClassifier classifier) {
        return new RouteInputs(environment::getProperty, classifier::namedRoutes);
    }

    @Bean
    GenerationBuilder generationBuilder(
            ListableBeanFactory beans,
            Upstreams upstreams,
            RouteInputs inputs,
            Libraries libraries,
            ObjectProvider<ApplicationBeans> around,
            Environment environment) {
        return new GenerationBuilder(
                        withThoseOf(around, new RouteBeans(beans)), inputs::setting, upstreams, inputs::recoveries)
                .with(libraries, ComponentSettings.of(environment));
    }

    @Bean
    FixedContext fixedContext(ObjectProvider<CamelContext> first) {
        return new FixedContext(first::getObject);
    }

    /** Ends when Camel does, by the listener of its context. */
    @Bean(destroyMethod = "")
    FixedSets fixedSets(
            ListableBeanFactory beans,
            GenerationBuilder builder,
            FixedContext context,
            DataPlaneServer server,
            ObjectProvider<ApplicationBeans> around,
            Heartbeats heartbeats) {
        return new FixedSets(builder, withThoseOf(around, RouteBeans.ofFixedRoutes(beans)), context, next -> {
            heartbeats.forget();
            return server.handOver(next);
        });
    }

    private static BeanRepository withThoseOf(ObjectProvider<ApplicationBeans> application, BeanRepository own) {
        ApplicationBeans around = application.getIfAvailable();
        return around == null ? own : around.after(own);
    }

    @Bean
    Generations generations(
            RouteFiles files,
            GenerationBuilder builder,
            FixedSets fixed,
            RunningGeneration running,
            ToolCatalog catalog,
            ToolRoutes toolRoutes) {
        Generations generations = new Generations(files, builder, running, catalog, toolRoutes);
        generations.alsoChange(fixed);
        return generations;
    }

    @Bean
    HealthCheck routesHealth(Generations generations, RunningGeneration running) {
        return new RoutesHealth(generations, running);
    }

    @Bean
    ToolGroups toolGroups(GroupSettings settings, ToolCatalog catalog, ServerAliases aliases) {
        return new ToolGroups(settings, catalog, aliases);
    }

    @Bean
    ConfiguredServers configuredServers() {
        return new ConfiguredServers();
    }

    @Bean
    ServerAliases serverAliases() {
        return new ServerAliases();
    }

    @Bean
    ToolRoutes toolRoutes(RoutesSettings settings) {
        return new ToolRoutes(settings.tools());
    }

    @Bean
    McpServersFile mcpServersFile(
            CacheSettings cache,
            ServersSettings servers,
            ObjectProvider<LaunchOptions> options,
            RoutesSettings routes,
            ToolRoutes toolRoutes,
            ServerAliases aliases) {
        return McpServersFile.of(
                        cache.defaultTtl(),
                        servers,
                        options.getIfAvailable(() -> LaunchOptions.NONE).variables())
                .withToolRoutes(routes.tools(), toolRoutes::apply)
                .withNames(aliases::apply);
    }

    @Bean
    CamelContextConfiguration gatewayStart(
            McpServersFile file,
            ServersSettings servers,
            ObjectProvider<LaunchOptions> options,
            UpstreamSupervisor supervisor,
            ConfiguredServers configured,
            Generations generations,
            FixedSets fixed,
            RouteFiles files,
            Libraries libraries,
            StartSummary summary,
            ObjectProvider<LastGood> good) {
        return new GatewayStart(
                file,
                servers,
                options.getIfAvailable(() -> LaunchOptions.NONE),
                supervisor,
                configured,
                generations,
                fixed,
                files,
                libraries,
                summary,
                Optional.ofNullable(good.getIfAvailable()));
    }
}
