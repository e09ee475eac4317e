package io.mehari.endpoint.page;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.PathPrefix;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;

/**
 * {@code GET /}: name, version and the most useful paths as JSON; for browsers a page that leads on to servers, tools and
 * documents. Safe for concurrent use.
 */
final class HomePage implements RestHandler, RestRoute.Provider {
    private static final List<String> LINKS =
            List.of("/api/v1/servers", "/api/v1/tools", "/docs", "/openapi.json", "/health");
    private static final Map<String, String> HEADERS = Map.of("vary", "Accept");

    private final String version;
    private final String call;
    private final String scheme;
    private final PageFiles files;
    private final HomeContent content;
    private final UnaryOperator<String> dashboard;

    /**
     * The page of one gateway.
     *
     * @param version version of the gateway
     * @param prefix path below which tools are called
     * @param singleServer whether tools have a path of one segment, too
     * @param scheme {@code http} or {@code https}
     * @param files what the page refers to
     * @param content what it shows of servers
     * @param dashboard address of the dashboard for those who asked for this host; empty while there is none
     */
    HomePage(
            String version,
            PathPrefix prefix,
            boolean singleServer,
            String scheme,
            PageFiles files,
            HomeContent content,
            UnaryOperator<String> dashboard) {
        this.version = version;
        this.dashboard = dashboard;
        this.scheme = scheme;
        this.files = files;
        this.content = content;
        this.call = (singleServer ? "POST " + prefix + "{tool} or " : "") + "POST " + prefix + "{server}/{tool}";
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(RestRoute.get("/", AccessLevel.DOCUMENT, this));
    }

    @Override
    public CompletableFuture<Response> handle(Request request, RequestTarget target, CallContext context) {
        return request.accepts("text/html")
                ? files.load().thenApply(loaded -> html(loaded, request, context))
                : CompletableFuture.completedFuture(json(request));
    }

    private Response json(Request request) {
        ObjectNode home = Json.object().put("name", "Mehari").put("version", version);
        home.put("call", call).put("mcp", "/mcp");
        LINKS.forEach(home.putArray("links")::add);
        String address = dashboardFor(request);
        if (!address.isEmpty()) {
            home.put("dashboard", address);
        }
        return Response.json(HttpResponseStatus.OK, HEADERS, json -> json.writeTree(home));
    }

    private Response html(PageFiles.Loaded loaded, Request request, CallContext context) {
        String base = scheme + "://" + request.header(HttpHeaderNames.HOST) + "/";
        String page = """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>Mehari</title>
                <link rel="icon" type="image/svg+xml" href="static/%1$s/mehari.svg">
                <link rel="stylesheet" href="static/%1$s/mehari.css">
                </head>
                <body>
                <header>
                <h1>Mehari %2$s</h1>
                <p>An MCP gateway: agents call tools of MCP servers over HTTP. Call a tool: <code>%3$s</code></p>
                <p>MCP clients connect to <code>%5$smcp</code>, to one server at <code>%5$smcp/{server}</code>, and to a
                tool group at <code>%5$smcp/groups/{group}</code>; those of version 2024-11-05 to <code>%5$ssse</code>.</p>
                %6$s
                </header>
                <main>
                %4$s</main>
                </body>
                </html>
                """.formatted(
                        loaded.fingerprint(),
                        Html.text(version),
                        Html.text(call),
                        content.html(context.caller(), base),
                        Html.text(base),
                        link(dashboardFor(request)));
        return Html.page(HEADERS, page);
    }

    private String dashboardFor(Request request) {
        String asked = request.header(HttpHeaderNames.HOST);
        return dashboard.apply(asked == null ? "" : asked);
    }

    private static String link(String dashboard) {
        String address = Html.text(dashboard);
        return address.isEmpty() ? "" : "<p><a href=\"" + address + "\">Dashboard</a></p>";
    }
}
