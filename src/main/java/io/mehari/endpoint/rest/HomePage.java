package io.mehari.endpoint.rest;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.protocol.Json;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** {@code GET /}: what this is and where to go, as JSON, or as HTML for browsers. */
final class HomePage implements Query {
    private static final List<String> LINKS = List.of("/api/v1/servers", "/api/v1/tools", "/health");
    private static final Map<String, String> HEADERS = Map.of("vary", "Accept");

    private final String version;
    private final String call;

    /**
     * @param prefix path below which tools are called
     * @param singleServer whether tools have a path of one segment, too
     */
    HomePage(String version, PathPrefix prefix, boolean singleServer) {
        this.version = version;
        this.call = (singleServer ? "POST " + prefix + "{tool} or " : "") + "POST " + prefix + "{server}/{tool}";
    }

    @Override
    public CompletableFuture<Answer> answer(RestRequest request, RequestTarget target, CallContext context) {
        String accept = request.header(HttpHeaderNames.ACCEPT);
        return CompletableFuture.completedFuture(accept != null && accept.contains("text/html") ? html() : json());
    }

    private Answer json() {
        ObjectNode home = Json.object().put("name", "Mehari").put("version", version);
        home.put("call", call);
        LINKS.forEach(home.putArray("links")::add);
        return Answer.json(HttpResponseStatus.OK, HEADERS, json -> json.writeTree(home));
    }

    private Answer html() {
        String links = LINKS.stream()
                .map(link -> "<li><a href=\"" + link + "\">" + link + "</a></li>")
                .collect(Collectors.joining());
        String page = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Mehari</title><h1>Mehari "
                + version + "</h1><p>An MCP gateway. Call a tool: <code>" + call + "</code></p><ul>"
                + links
                + "</ul></html>";
        return new Answer(
                HttpResponseStatus.OK,
                "text/html; charset=utf-8",
                HEADERS,
                stream -> stream.write(page.getBytes(StandardCharsets.UTF_8)));
    }
}
