package io.mehari.endpoint.openapi;

import io.mehari.call.CallContext;
import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.openapi.OpenApiDocuments.Contents;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.security.AccessLevel;
import io.mehari.text.NearestNames;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamStatus;
import io.mehari.upstream.Upstreams;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * The documents that clients of mcpo read: {@code GET {path-prefix}{server}/openapi.json}, and {@code GET /openapi.json}, which
 * has the tools of the only server where there is one, else links. Safe for concurrent use.
 */
final class ServerDocuments implements RestRoute.Provider {
    /** Last segment of the path of every document. */
    static final String NAME = "openapi.json";

    private final OpenApiDocuments documents;
    private final DocumentTexts texts;
    private final ToolCatalog catalog;
    private final Upstreams upstreams;
    private final ServerAliases aliases;
    private final Optional<String> singleServer;

    /**
     * Handlers over all servers.
     *
     * @param documents keeps and sends documents
     * @param texts what they say first
     * @param catalog the tools
     * @param upstreams the connections to servers
     * @param aliases other names of servers
     * @param singleServer the server whose tools are reached without its name, too
     */
    ServerDocuments(
            OpenApiDocuments documents,
            DocumentTexts texts,
            ToolCatalog catalog,
            Upstreams upstreams,
            ServerAliases aliases,
            Optional<String> singleServer) {
        this.documents = documents;
        this.texts = texts;
        this.catalog = catalog;
        this.upstreams = upstreams;
        this.aliases = aliases;
        this.singleServer = singleServer;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(
                RestRoute.get("/" + NAME, AccessLevel.DOCUMENT, this::all),
                RestRoute.serverDocument(NAME, this::server));
    }

    private CompletableFuture<Response> all(Request request, RequestTarget target, CallContext context) {
        return documents.tools(
                request,
                target,
                "all",
                () -> singleServer
                        .map(server -> contents(server, false))
                        .orElseGet(() -> new Contents(texts.ofAll(catalog.servers()), List.of())));
    }

    private CompletableFuture<Response> server(Request request, RequestTarget target, CallContext context) {
        List<String> path = target.segments();
        String given = path.get(path.lastIndexOf(NAME) - 1);
        String server = aliases.nameOf(given);
        if (!catalog.hasServer(server) && upstreams.find(server).isEmpty()) {
            throw unknown(given);
        }
        return documents.tools(request, target, "server/" + server, () -> contents(server, true));
    }

    private Contents contents(String server, boolean below) {
        Optional<UpstreamStatus> status = upstreams.find(server).map(Upstream::status);
        Heading heading = texts.ofServer(
                server,
                status.flatMap(UpstreamStatus::serverInfo),
                status.flatMap(UpstreamStatus::instructions),
                below);
        List<Tool> tools = catalog.tools(server);
        return new Contents(heading, tools.stream().map(PathTool::byName).toList());
    }

    private RequestRejectedException unknown(String server) {
        List<String> nearest = NearestNames.of(server, catalog.servers());
        String meant = nearest.isEmpty() ? "" : "; did you mean " + String.join(" or ", nearest) + "?";
        return RequestRejectedException.notFound(
                "No server is named " + server + meant + "; GET /api/v1/servers lists all");
    }
}
