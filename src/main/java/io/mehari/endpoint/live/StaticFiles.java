package io.mehari.endpoint.live;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * The files of the dashboard, from folder {@code dashboard/} of the class path. What has no dot in its name is a page of it,
 * and each page is {@code index.html}. Read once; safe for concurrent use.
 */
final class StaticFiles {
    /** Nothing from elsewhere, nothing written into the page, no frame around it. */
    static final String POLICY = "default-src 'self'; img-src 'self' data: blob:; media-src 'self' data: blob:;"
            + " connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String FOLDER = "dashboard";
    private static final String INDEX = "/index.html";
    private static final Pattern SAFE = Pattern.compile("(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,127}){1,8}");
    private static final byte[] NONE =
            ("<!doctype html><meta charset=\"utf-8\"><title>Mehari</title><p>This build has no"
                            + " dashboard. WebSocket: <code>/ws</code>, events: <a href=\"/events\">/events</a>.</p>")
                    .getBytes(StandardCharsets.UTF_8);

    private final Map<String, Optional<StaticFile>> files = new ConcurrentHashMap<>();
    private final ClassLoader loader;

    StaticFiles(ClassLoader loader) {
        this.loader = loader;
    }

    boolean serve(Request request, Response response, Callback callback, String path) {
        Optional<StaticFile> found = find(path);
        if (found.isEmpty()) {
            return Answers.refuse(response, callback, 404, "path_not_found", "There is no file " + path);
        }
        StaticFile file = found.get();
        HttpFields.Mutable headers = response.getHeaders();
        headers.put("Content-Security-Policy", POLICY);
        headers.put("X-Content-Type-Options", "nosniff");
        headers.put("Referrer-Policy", "no-referrer");
        headers.put(HttpHeader.ETAG, file.tag());
        headers.put(HttpHeader.VARY, "Accept-Encoding");
        headers.put(HttpHeader.CACHE_CONTROL, file.lasting() ? "public, max-age=31536000, immutable" : "no-cache");
        String known = request.getHeaders().get(HttpHeader.IF_NONE_MATCH);
        if (known != null && known.contains(file.tag())) {
            response.setStatus(304);
            callback.succeeded();
            return true;
        }
        boolean zipped = file.zipped() != null && acceptsGzip(request);
        byte[] content = zipped ? file.zipped() : file.plain();
        if (zipped) {
            headers.put(HttpHeader.CONTENT_ENCODING, "gzip");
        }
        headers.put(HttpHeader.CONTENT_TYPE, file.type());
        headers.put(HttpHeader.CONTENT_LENGTH, content.length);
        boolean head = request.getMethod().equals("HEAD");
        response.write(true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(content), callback);
        return true;
    }

    private static boolean acceptsGzip(Request request) {
        return request.getHeaders().getValuesList(HttpHeader.ACCEPT_ENCODING).stream()
                .anyMatch(value -> value.startsWith("gzip"));
    }

    private Optional<StaticFile> find(String path) {
        boolean page = path.indexOf('.') < 0;
        if (!page && !SAFE.matcher(path).matches()) {
            return Optional.empty();
        }
        String name = page ? INDEX : path;
        Optional<StaticFile> known = files.get(name);
        if (known == null) {
            known = read(name);
            if (known.isPresent()) { // names that do not exist are without end
                files.put(name, known);
            }
        }
        return known.isEmpty() && name.equals(INDEX) ? Optional.of(StaticFile.of(INDEX, NONE)) : known;
    }

    private Optional<StaticFile> read(String name) {
        try (InputStream stream = loader.getResourceAsStream(FOLDER + name)) {
            return stream == null ? Optional.empty() : Optional.of(StaticFile.of(name, stream.readAllBytes()));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
