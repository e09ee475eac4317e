package io.mehari.endpoint.openapi;

import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.configuration.LaunchOptions;
import io.mehari.endpoint.http.DataSettings;
import io.mehari.endpoint.http.target.PathPrefix;
import io.mehari.endpoint.rest.RestSettings;
import io.mehari.security.AccessDecision.Denied;
import io.mehari.security.AccessLevel;
import io.mehari.security.AccessRules;
import io.mehari.upstream.Upstreams;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of the OpenAPI documents; each brings its paths. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {
    @Bean(destroyMethod = "close")
    OpenApiDocuments openApiDocuments(RestSettings rest, AccessRules access) {
        boolean keys = access.decide(AccessLevel.CALL, null, Optional::empty) instanceof Denied;
        return new OpenApiDocuments(new DocumentStyle(rest.isExact(), keys, access.isStrict()));
    }

    @Bean
    ServerDocuments serverDocuments(
            OpenApiDocuments documents,
            RestSettings rest,
            DataSettings data,
            ToolCatalog catalog,
            Upstreams upstreams,
            ObjectProvider<ServerAliases> aliases,
            ObjectProvider<LaunchOptions> options) {
        return new ServerDocuments(
                documents,
                new DocumentTexts(rest, PathPrefix.of(data.pathPrefix())),
                catalog,
                upstreams,
                aliases.getIfAvailable(ServerAliases::new),
                singleServer(options));
    }

    @Bean
    EnvelopeDocuments envelopeDocuments(
            OpenApiDocuments documents, RestSettings rest, DataSettings data, ToolCatalog catalog) {
        return new EnvelopeDocuments(documents, new DocumentTexts(rest, PathPrefix.of(data.pathPrefix())), catalog);
    }

    @Bean
    GroupDocuments groupDocuments(OpenApiDocuments documents, RestSettings rest, DataSettings data, ToolGroups groups) {
        return new GroupDocuments(documents, new DocumentTexts(rest, PathPrefix.of(data.pathPrefix())), groups);
    }

    private static Optional<String> singleServer(ObjectProvider<LaunchOptions> options) {
        return options.getIfAvailable(() -> LaunchOptions.NONE).singleServer();
    }
}
