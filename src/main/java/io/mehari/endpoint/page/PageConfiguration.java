package io.mehari.endpoint.page;

import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.configuration.LaunchOptions;
import io.mehari.endpoint.http.DataSettings;
import io.mehari.endpoint.http.target.PathPrefix;
import io.mehari.endpoint.live.LivePlane;
import io.mehari.endpoint.rest.RestSettings;
import io.mehari.text.Version;
import io.mehari.upstream.Upstreams;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of the pages and their files; each brings its paths. */
@Configuration(proxyBeanMethods = false)
class PageConfiguration {
    @Bean
    PageFiles pageFiles() {
        return new PageFiles();
    }

    @Bean
    PageFileHandler pageFileHandler(PageFiles files) {
        return new PageFileHandler(files);
    }

    @Bean
    ServedNames servedNames(ToolCatalog catalog, Upstreams upstreams, ObjectProvider<ServerAliases> aliases) {
        return new ServedNames(catalog, upstreams, aliases.getIfAvailable(ServerAliases::new));
    }

    @Bean
    DocsHandler docsHandler(
            PageFiles files,
            ServedNames servers,
            ToolGroups groups,
            DataSettings settings,
            RestSettings rest,
            ObjectProvider<LaunchOptions> options) {
        return new DocsHandler(files, servers, groups, prefix(settings), isSingle(options), rest.compat());
    }

    @Bean
    HomePage homePage(
            PageFiles files,
            ServedNames servers,
            ToolCatalog catalog,
            Upstreams upstreams,
            ToolGroups groups,
            DataSettings settings,
            ObjectProvider<LaunchOptions> options,
            ObjectProvider<LivePlane> live) {
        HomeContent content = new HomeContent(servers, catalog, upstreams, groups, prefix(settings));
        String scheme = settings.tls().isOn() ? "https" : "http";
        return new HomePage(
                Version.current(), prefix(settings), isSingle(options), scheme, files, content, asked -> dashboard(live, asked));
    }

    private static String dashboard(ObjectProvider<LivePlane> live, String asked) {
        LivePlane plane = live.getIfAvailable();
        return plane == null || plane.port() < 0 ? "" : plane.addressFor(asked);
    }

    private static PathPrefix prefix(DataSettings settings) {
        return PathPrefix.of(settings.pathPrefix());
    }

    private static boolean isSingle(ObjectProvider<LaunchOptions> options) {
        return options.getIfAvailable(() -> LaunchOptions.NONE).singleServer().isPresent();
    }
}
