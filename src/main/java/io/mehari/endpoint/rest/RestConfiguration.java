package io.mehari.endpoint.rest;

import io.mehari.catalog.ToolCatalog;
import io.mehari.component.generation.PipelineEntry;
import io.mehari.configuration.LaunchOptions;
import io.mehari.endpoint.admin.DeadLetterHandler;
import io.mehari.endpoint.admin.DeadLetterListing;
import io.mehari.endpoint.admin.HealthHandlers;
import io.mehari.endpoint.admin.RouteHandlers;
import io.mehari.endpoint.admin.ServerRestartHandler;
import io.mehari.endpoint.http.DataPlaneServer;
import io.mehari.endpoint.http.DataSettings;
import io.mehari.endpoint.http.HttpBinding;
import io.mehari.endpoint.http.PathPrefix;
import io.mehari.endpoint.http.ResponseWriter;
import io.mehari.launch.DrainLimit;
import io.mehari.launch.ShutdownSettings;
import io.mehari.monitoring.Health;
import io.mehari.network.SharedLoops;
import io.mehari.security.AccessLevel;
import io.mehari.security.AccessRules;
import io.mehari.security.OriginRules;
import io.mehari.security.SecuritySettings;
import io.mehari.text.Version;
import io.mehari.upstream.Upstreams;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.spring.boot.CamelContextConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of this package, under the names the ingress route uses. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({DataSettings.class, ShutdownSettings.class})
class RestConfiguration {
    private static final String PIPELINE = "generation:tool-call";

    @Bean
    OriginRules dataOrigins(SecuritySettings security, DataSettings data) {
        return new OriginRules(security, data.isLoopback(), data.tls().isOn());
    }

    @Bean
    ResponseWriter answerWriter(OriginRules dataOrigins) {
        return new ResponseWriter(dataOrigins);
    }

    @Bean
    HttpBinding restBinding(ResponseWriter writer) {
        return new HttpBinding(writer);
    }

    /** The threads of the data plane: of its own connections and of those to servers behind a URL. */
    @Bean
    SharedLoops dataLoops(DataSettings settings) {
        return new SharedLoops(settings.eventLoopThreads(), settings.nativeTransport(), "mehari-data");
    }

    @Bean
    DataPlaneServer dataPlaneServer(
            DataSettings settings, ResponseWriter writer, AccessRules access, SharedLoops dataLoops) {
        access.requireSafeBinding("mehari.data.host", settings.host(), settings.isLoopback());
        return new DataPlaneServer(settings, writer, dataLoops);
    }

    @Bean
    CamelContextConfiguration drainLimit(ShutdownSettings settings) {
        return new DrainLimit(settings.drain());
    }

    @Bean
    RestIngress restIngress(OriginRules dataOrigins, AccessRules access, RestRouter resources) {
        return new RestIngress(dataOrigins, access, resources);
    }

    @Bean
    RestAnswers restQueries() {
        return new RestAnswers();
    }

    @Bean
    RestReply restReply() {
        return new RestReply();
    }

    @Bean
    RestRouter restResources(
            ToolCatalog catalog,
            Upstreams upstreams,
            Health health,
            DeadLetterListing deadLetters,
            RouteHandlers routeQueries,
            CamelContext context,
            DataSettings settings,
            ObjectProvider<LaunchOptions> options) {
        PipelineEntry sender = new PipelineEntry(context, PIPELINE);
        return resources(
                catalog,
                upstreams,
                health,
                deadLetters,
                routeQueries,
                sender,
                Version.current(),
                PathPrefix.of(settings.pathPrefix()),
                options.getIfAvailable(() -> LaunchOptions.NONE).singleServer());
    }

    static RestRouter resources(
            ToolCatalog catalog,
            Upstreams upstreams,
            Health health,
            DeadLetterListing deadLetters,
            RouteHandlers routeQueries,
            PipelineEntry sender,
            String version,
            PathPrefix prefix,
            Optional<String> singleServer) {
        CatalogHandlers catalogQueries = new CatalogHandlers(catalog, upstreams);
        HealthHandlers healthQueries = new HealthHandlers(health);
        return new RestRouter(
                Map.of(
                        List.of(), get(AccessLevel.DOCUMENT, new HomePage(version, prefix, singleServer.isPresent())),
                        List.of("health"), get(AccessLevel.DOCUMENT, RestHandler.of(healthQueries::report)),
                        List.of("health", "live"), get(AccessLevel.OPEN, RestHandler.of(healthQueries::live)),
                        List.of("api", "v1", "servers"), get(AccessLevel.CALL, RestHandler.of(catalogQueries::servers)),
                        List.of("api", "v1", "tools"), get(AccessLevel.CALL, RestHandler.of(catalogQueries::tools)),
                        List.of("api", "v1", "admin", "dead-letters"),
                                get(AccessLevel.ADMIN, new DeadLetterHandler(deadLetters)),
                        List.of("api", "v1", "admin", "routes"),
                                get(AccessLevel.ADMIN, RestHandler.of(routeQueries::current)),
                        List.of("api", "v1", "admin", "routes", "reload"),
                                Map.of(
                                        HttpMethod.POST,
                                        new RestOperation.Document(AccessLevel.ADMIN, routeQueries::reload)),
                        List.of("api", "v1", "batch"),
                                Map.of(
                                        HttpMethod.POST,
                                        new RestOperation.Document(AccessLevel.CALL, new BatchHandler(sender::send)))),
                RestHandler.of(catalogQueries::tool),
                new ServerRestartHandler(upstreams),
                prefix,
                singleServer);
    }

    private static Map<HttpMethod, RestOperation> get(AccessLevel level, RestHandler query) {
        return Map.of(HttpMethod.GET, new RestOperation.Document(level, query));
    }
}
