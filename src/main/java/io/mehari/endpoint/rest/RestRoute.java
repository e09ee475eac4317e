package io.mehari.endpoint.rest;

import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.security.AccessLevel;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;

/**
 * One method at one path, and what responds there.
 *
 * @param method HTTP method; GET serves HEAD too
 * @param path as documents write it: {@code /api/v1/tools/{server}/{tool}}, where a name in braces stands for any
 *     segment that is not empty
 * @param level who may use it
 * @param handler responds
 * @param prefixed whether the path begins below {@code mehari.data.path-prefix}, as the tools' short form does
 */
public record RestRoute(HttpMethod method, String path, AccessLevel level, RestHandler handler, boolean prefixed) {
    /**
     * What every class of REST handlers is: the bean that brings its routes. {@link RestRouter} collects all beans of
     * this type, so that a new path needs no change outside its handler and one bean method.
     */
    @FunctionalInterface
    public interface Provider {
        /**
         * The routes that this class handles.
         *
         * @return at least one; the same at each call
         */
        List<RestRoute> routes();
    }

    /**
     * A route that reads.
     *
     * @param path as in {@link #path}
     * @param level who may use it
     * @param handler responds
     * @return never null
     */
    public static RestRoute get(String path, AccessLevel level, RestHandler handler) {
        return new RestRoute(HttpMethod.GET, path, level, handler, false);
    }

    /**
     * A document of one server, beside the short form of its tools: {@code GET {path-prefix}{server}/{document}}.
     *
     * @param document last segment of the path, such as {@code openapi.json}
     * @param handler responds; the segment before the last one of the target is the server's name as the caller wrote it
     * @return never null
     */
    public static RestRoute serverDocument(String document, RestHandler handler) {
        return new RestRoute(HttpMethod.GET, "/{server}/" + document, AccessLevel.DOCUMENT, handler, true);
    }

    /**
     * A route that changes or runs something.
     *
     * @param path as in {@link #path}
     * @param level who may use it
     * @param handler responds
     * @return never null
     */
    public static RestRoute post(String path, AccessLevel level, RestHandler handler) {
        return new RestRoute(HttpMethod.POST, path, level, handler, false);
    }

    /**
     * The segments of the path.
     *
     * @return names in braces as they are written; none for the root
     */
    List<String> segments() {
        return RequestTarget.parse(path).segments();
    }

    /**
     * Whether the path is the same for all requests.
     *
     * @return false if it has a name in braces
     */
    boolean isFixed() {
        return path.indexOf('{') < 0;
    }

    /**
     * Whether this route serves a path.
     *
     * @param decoded decoded segments of the request's path
     * @return true if the number of segments is the same and each one fits
     */
    boolean matches(List<String> decoded) {
        List<String> own = segments();
        if (own.size() != decoded.size()) {
            return false;
        }
        for (int i = 0; i < own.size(); i++) {
            boolean any = own.get(i).startsWith("{");
            if (any ? decoded.get(i).isEmpty() : !own.get(i).equals(decoded.get(i))) {
                return false;
            }
        }
        return true;
    }
}
