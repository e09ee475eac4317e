package io.mehari.endpoint.page;

import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.endpoint.http.target.PathPrefix;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.Compat;
import io.mehari.upstream.Upstreams;
import java.util.List;

/** The handlers of all pages. */
public final class Pages {
    private Pages() {}

    public static List<RestRoute.Provider> of(
            ToolCatalog catalog,
            Upstreams upstreams,
            ToolGroups groups,
            PathPrefix prefix,
            boolean singleServer,
            Compat compat) {
        PageFiles files = new PageFiles();
        ServedNames servers = new ServedNames(catalog, upstreams, new ServerAliases());
        HomeContent content = new HomeContent(servers, catalog, upstreams, groups, prefix);
        return List.of(
                new PageFileHandler(files),
                new DocsHandler(files, servers, groups, prefix, singleServer, compat),
                new HomePage("1.2.3", prefix, singleServer, "http", files, content, asked -> ""));
    }
}
