package io.mehari.endpoint.page;

import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.security.AccessLevel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * {@code GET /static/{fingerprint}/{file}}: the files of the pages. Under the fingerprint that pages name, browsers keep
 * them for a year; under any other they ask each time. Safe for concurrent use.
 */
final class PageFileHandler implements RestHandler, RestRoute.Provider {
    private static final String KEPT = "max-age=31536000, immutable";
    private static final String ASKED_FOR = "no-cache";

    private final PageFiles files;

    /**
     * A handler of these files.
     *
     * @param files read when first needed
     */
    PageFileHandler(PageFiles files) {
        this.files = files;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(RestRoute.get("/static/{fingerprint}/{file}", AccessLevel.DOCUMENT, this));
    }

    @Override
    public CompletableFuture<Response> handle(Request request, RequestTarget target, CallContext context) {
        return files.load().thenApply(loaded -> response(request, target, loaded));
    }

    private static Response response(Request request, RequestTarget target, PageFiles.Loaded loaded) {
        List<String> path = target.segments();
        String name = path.get(2);
        PageFile file = loaded.byName().get(name);
        if (file == null) {
            throw RequestRejectedException.notFound(
                    "No page refers to a file of this name; /docs and / name those that there are");
        }
        boolean compressed = acceptsGzip(request.header(HttpHeaderNames.ACCEPT_ENCODING));
        // A strong validator differs between the forms of a file (RFC 9110, section 8.8.3.3).
        String etag = '"' + file.etag() + (compressed ? "-gzip" : "") + '"';
        Map<String, String> headers = new HashMap<>();
        headers.put("cache-control", path.get(1).equals(loaded.fingerprint()) ? KEPT : ASKED_FOR);
        headers.put("etag", etag);
        headers.put("vary", "Accept-Encoding");
        if (isKnown(request.header(HttpHeaderNames.IF_NONE_MATCH), etag)) {
            return Response.empty(HttpResponseStatus.NOT_MODIFIED, headers);
        }
        if (compressed) {
            headers.put("content-encoding", "gzip");
        }
        return new Response(
                HttpResponseStatus.OK,
                file.contentType(),
                headers,
                compressed ? stream -> stream.write(file.gzip()) : file::writePlain);
    }

    /** Whether the client takes gzip (RFC 9110, section 12.5.3); one that does not say gets the file as it is. */
    static boolean acceptsGzip(String acceptEncoding) {
        return acceptEncoding != null
                && Arrays.stream(acceptEncoding.split(","))
                        .map(coding -> coding.replace(" ", "").toLowerCase(Locale.ROOT))
                        .anyMatch(coding -> coding.equals("gzip")
                                || coding.startsWith("gzip;q=") && !coding.matches("gzip;q=0(\\.0*)?"));
    }

    /** Whether the client has it already (RFC 9110, section 13.1.2). */
    static boolean isKnown(String ifNoneMatch, String etag) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::trim)
                        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag)
                        .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
    }
}
