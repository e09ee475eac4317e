package io.mehari.endpoint.openapi;

import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.http.target.PathPrefix;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.RestSettings;
import io.mehari.security.AccessDecision.Denied;
import io.mehari.security.AccessLevel;
import io.mehari.security.AccessRules;
import io.mehari.security.SecuritySettings;
import io.mehari.upstream.Upstreams;
import java.util.List;
import java.util.Optional;

/** The documents of a gateway, for tests that serve them without the rest of it. */
public final class ServedDocuments implements RestRoute.Provider, AutoCloseable {
    private final OpenApiDocuments documents;
    private final List<RestRoute.Provider> providers;

    public ServedDocuments(ToolCatalog catalog, SecuritySettings security) {
        AccessRules access = new AccessRules(security);
        boolean keys = access.decide(AccessLevel.CALL, null, Optional::empty) instanceof Denied;
        DocumentTexts texts = new DocumentTexts(RestSettings.DEFAULTS, PathPrefix.ROOT);
        documents = new OpenApiDocuments(new DocumentStyle(false, keys, access.isStrict()));
        providers = List.of(
                new ServerDocuments(documents, texts, catalog, new Upstreams(), new ServerAliases(), Optional.empty()),
                new EnvelopeDocuments(documents, texts, catalog));
    }

    @Override
    public List<RestRoute> routes() {
        return providers.stream()
                .flatMap(provider -> provider.routes().stream())
                .toList();
    }

    @Override
    public void close() {
        documents.close();
    }
}
