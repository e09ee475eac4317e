package io.mehari.endpoint.openapi;

import io.mehari.call.CallContext;
import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.security.AccessLevel;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** {@code GET /api/v1/openapi.json}: the document of the envelope API. Safe for concurrent use. */
final class EnvelopeDocuments implements RestRoute.Provider {
    private final OpenApiDocuments documents;
    private final DocumentTexts texts;
    private final ToolCatalog catalog;

    /**
     * A handler over all tools.
     *
     * @param documents keeps and sends documents
     * @param texts what they say first
     * @param catalog the tools
     */
    EnvelopeDocuments(OpenApiDocuments documents, DocumentTexts texts, ToolCatalog catalog) {
        this.documents = documents;
        this.texts = texts;
        this.catalog = catalog;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(RestRoute.get("/api/v1/" + ServerDocuments.NAME, AccessLevel.DOCUMENT, this::document));
    }

    private CompletableFuture<Response> document(Request request, RequestTarget target, CallContext context) {
        return documents.document(
                request,
                target,
                "envelope",
                catalog::revision,
                (revision, options) -> EnvelopeDocument.build(
                        documents.style(), texts.version(), texts.root(), catalog.tools(), !options.brief()));
    }
}
