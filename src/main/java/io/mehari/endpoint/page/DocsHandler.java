package io.mehari.endpoint.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mehari.call.CallContext;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.PathPrefix;
import io.mehari.endpoint.http.target.PathSegments;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.GroupHandler;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.Compat;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The interactive documents: Swagger UI over the OpenAPI documents of the gateway ({@code GET /docs}) or of one server
 * ({@code GET /{server}/docs}). All addresses in them are relative, so they work below any path that a proxy adds. What mcpo
 * serves at {@code redoc} leads here, too. Safe for concurrent use.
 */
final class DocsHandler implements RestRoute.Provider {
    private final PageFiles files;
    private final ServedNames servers;
    private final ToolGroups groups;
    private final PathPrefix prefix;
    private final boolean singleServer;
    private final boolean exact;

    /**
     * One OpenAPI document to choose.
     *
     * @param name shown
     * @param url relative to the page
     */
    private record Choice(String name, String url) {}

    /**
     * Documents of one gateway.
     *
     * @param files what pages refer to
     * @param servers which have documents of their own
     * @param groups sets of tools, which have documents, too
     * @param prefix path below which those of servers stand
     * @param singleServer whether the gateway's own document has the tools of its one server
     * @param compat whether {@code redoc} is a page, as with mcpo, or leads to {@code docs}
     */
    DocsHandler(
            PageFiles files,
            ServedNames servers,
            ToolGroups groups,
            PathPrefix prefix,
            boolean singleServer,
            Compat compat) {
        this.groups = groups;
        this.files = files;
        this.servers = servers;
        this.prefix = prefix;
        this.singleServer = singleServer;
        this.exact = compat == Compat.EXACT;
    }

    @Override
    public List<RestRoute> routes() {
        RestHandler redoc = RestHandler.of((target, context) -> toDocs(target));
        RestHandler serverRedoc = RestHandler.of((target, context) -> {
            servers.require(serverOf(target));
            return toDocs(target);
        });
        return List.of(
                RestRoute.get("/docs", AccessLevel.DOCUMENT, this::gateway),
                RestRoute.get("/redoc", AccessLevel.DOCUMENT, exact ? this::gateway : redoc),
                RestRoute.get("/groups/{group}/docs", AccessLevel.DOCUMENT, this::group),
                RestRoute.serverDocument("docs", this::server),
                RestRoute.serverDocument("redoc", exact ? this::server : serverRedoc));
    }

    private CompletableFuture<Response> gateway(Request request, RequestTarget target, CallContext context) {
        String root = up(target, 0);
        String below = root + prefix.toString().substring(1);
        List<Choice> choices = new ArrayList<>();
        choices.add(new Choice(singleServer ? "Tools" : "All servers", root + "openapi.json"));
        servers.withDocuments()
                .forEach(name -> choices.add(new Choice(name, below + PathSegments.encoded(name) + "/openapi.json")));
        groups.all()
                .forEach(group -> choices.add(new Choice(
                        "Group " + group.name(),
                        root + "groups/" + PathSegments.encoded(group.name()) + "/openapi.json")));
        choices.add(new Choice("Envelope API", root + "api/v1/openapi.json"));
        return page("Documents", root, choices);
    }

    private CompletableFuture<Response> group(Request request, RequestTarget target, CallContext context) {
        String name = GroupHandler.require(groups, target).name();
        return page("Group " + name, up(target, 2), List.of(new Choice(name, up(target, 0) + "openapi.json")));
    }

    private CompletableFuture<Response> server(Request request, RequestTarget target, CallContext context) {
        String segment = serverOf(target);
        String name = servers.require(segment);
        String root = up(target, prefix.segments().size() + 1);
        return page(name, root, List.of(new Choice(name, up(target, 0) + "openapi.json")));
    }

    private CompletableFuture<Response> page(String title, String root, List<Choice> choices) {
        return files.load().thenApply(loaded -> Html.page(Map.of(), html(title, root, choices, loaded)));
    }

    private static String html(String title, String root, List<Choice> choices, PageFiles.Loaded loaded) {
        String file = root + "static/" + loaded.fingerprint() + "/";
        ArrayNode urls = Json.MAPPER.createArrayNode();
        choices.forEach(choice -> urls.addObject().put("name", choice.name()).put("url", choice.url()));
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%1$s - Mehari</title>
                <link rel="icon" type="image/svg+xml" href="%2$smehari.svg">
                <link rel="stylesheet" href="%2$sswagger-ui.css">
                <link rel="stylesheet" href="%2$sdocs.css">
                </head>
                <body class="%6$s">
                <nav class="home"><a href="%3$s">Mehari: servers, tools, documents</a></nav>
                <noscript><p>This page needs JavaScript. The documents themselves: %4$s</p></noscript>
                <main id="swagger-ui" data-documents="%5$s"></main>
                <script src="%2$sswagger-ui-bundle.js"></script>
                <script src="%2$sswagger-ui-standalone-preset.js"></script>
                <script src="%2$sdocs.js"></script>
                </body>
                </html>
                """.formatted(
                        Html.text(title),
                        file,
                        root,
                        links(choices),
                        Html.text(Json.text(urls)),
                        choices.size() == 1 ? "single" : "several");
    }

    private static String links(List<Choice> choices) {
        StringBuilder links = new StringBuilder();
        choices.forEach(choice -> links.append("<a href=\"")
                .append(choice.url())
                .append("\">")
                .append(Html.text(choice.name()))
                .append("</a> "));
        return links.toString();
    }

    private static Response toDocs(RequestTarget target) {
        String location = (endsWithSlash(target) ? "../" : "") + "docs";
        return Response.empty(HttpResponseStatus.TEMPORARY_REDIRECT, Map.of("location", location));
    }

    /** The segment before the last one that is not empty. */
    private static String serverOf(RequestTarget target) {
        List<String> path = target.segments();
        return path.get(path.size() - (endsWithSlash(target) ? 3 : 2));
    }

    /** The way from a page to what stands so many segments above it. */
    private static String up(RequestTarget target, int levels) {
        int all = levels + (endsWithSlash(target) ? 1 : 0);
        return all == 0 ? "./" : "../".repeat(all);
    }

    private static boolean endsWithSlash(RequestTarget target) {
        List<String> path = target.segments();
        return path.get(path.size() - 1).isEmpty();
    }
}
