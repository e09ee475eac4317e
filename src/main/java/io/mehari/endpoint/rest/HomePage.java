package io.mehari.endpoint.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.PathPrefix;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/**
 * {@code GET /}: name, version and the most useful paths, as JSON, or as HTML for browsers. Safe for concurrent use.
 */
final class HomePage implements RestHandler, RestRoute.Provider {
    private static final List<String> LINKS = List.of("/api/v1/servers", "/api/v1/tools", "/health");
    private static final Map<String, String> HEADERS = Map.of("vary", "Accept");

    private final String version;
    private final String call;

    /**
     * A page with fixed content.
     *
     * @param version version of the gateway
     * @param prefix path below which tools are called
     * @param singleServer whether tools have a path of one segment, too
     */
    HomePage(String version, PathPrefix prefix, boolean singleServer) {
        this.version = version;
        this.call = (singleServer ? "POST " + prefix + "{tool} or " : "") + "POST " + prefix + "{server}/{tool}";
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(RestRoute.get("/", AccessLevel.DOCUMENT, this));
    }

    @Override
    public CompletableFuture<Response> handle(Request request, RequestTarget target, CallContext context) {
        String accept = request.header(HttpHeaderNames.ACCEPT);
        return CompletableFuture.completedFuture(accept != null && accept.contains("text/html") ? html() : json());
    }

    private Response json() {
        ObjectNode home = Json.object().put("name", "Mehari").put("version", version);
        home.put("call", call);
        LINKS.forEach(home.putArray("links")::add);
        return Response.json(HttpResponseStatus.OK, HEADERS, json -> json.writeTree(home));
    }

    private Response html() {
        String links = LINKS.stream()
                .map(link -> "<li><a href=\"" + link + "\">" + link + "</a></li>")
                .collect(Collectors.joining());
        String page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Mehari</title><h1>Mehari "
                + version + "</h1><p>An MCP gateway. Call a tool: <code>" + call + "</code></p><ul>"
                + links
                + "</ul></html>";
        return new Response(
                HttpResponseStatus.OK,
                "text/html; charset=utf-8",
                HEADERS,
                stream -> stream.write(page.getBytes(StandardCharsets.UTF_8)));
    }
}
