package io.mehari.endpoint.rest;

import io.mehari.catalog.ToolCatalog;
import io.mehari.component.generation.PipelineEntry;
import io.mehari.configuration.LaunchOptions;
import io.mehari.endpoint.http.DataSettings;
import io.mehari.endpoint.http.PathPrefix;
import io.mehari.endpoint.http.RejectionRenderer;
import io.mehari.endpoint.http.ResponseWriter;
import io.mehari.monitoring.Health;
import io.mehari.network.SharedLoops;
import io.mehari.security.AccessLevel;
import io.mehari.security.AccessRules;
import io.mehari.security.OriginRules;
import io.mehari.text.Version;
import io.mehari.upstream.Upstreams;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The REST side: steps of its ingress route, under the names the route uses, and what is at which path. */
@Configuration(proxyBeanMethods = false)
class RestConfiguration {
    private static final String PIPELINE = "generation:tool-call";

    @Bean
    RejectionRenderer rejections() {
        return new RestRejections();
    }

    @Bean
    RestIngress restIngress(OriginRules dataOrigins, AccessRules access, RestRouter router) {
        return new RestIngress(dataOrigins, access, router);
    }

    @Bean
    RestAnswers restAnswers() {
        return new RestAnswers();
    }

    @Bean
    RestReply restReply() {
        return new RestReply();
    }

    @Bean
    RestRouter restRouter(List<RestRoute> routes, DataSettings settings, ObjectProvider<LaunchOptions> options) {
        return new RestRouter(routes, PathPrefix.of(settings.pathPrefix()), singleServer(options));
    }

    @Bean
    RestRoute home(DataSettings settings, ObjectProvider<LaunchOptions> options) {
        return HomePage.route(
                Version.current(),
                PathPrefix.of(settings.pathPrefix()),
                singleServer(options).isPresent());
    }

    @Bean
    CatalogHandlers catalogHandlers(ToolCatalog catalog, Upstreams upstreams) {
        return new CatalogHandlers(catalog, upstreams);
    }

    @Bean
    RestRoute listServers(CatalogHandlers handlers) {
        return RestRoute.get("/api/v1/servers", AccessLevel.CALL, RestHandler.of(handlers::servers));
    }

    @Bean
    RestRoute listTools(CatalogHandlers handlers) {
        return RestRoute.get("/api/v1/tools", AccessLevel.CALL, RestHandler.of(handlers::tools));
    }

    @Bean
    RestRoute describeTool(CatalogHandlers handlers) {
        return RestRoute.get(RestRouter.TOOL_PATH, AccessLevel.CALL, RestHandler.of(handlers::tool));
    }

    @Bean
    RestRoute batch(CamelContext context) {
        return BatchHandler.route(new PipelineEntry(context, PIPELINE));
    }

    private static Optional<String> singleServer(ObjectProvider<LaunchOptions> options) {
        return options.getIfAvailable(() -> LaunchOptions.NONE).singleServer();
    }
}
