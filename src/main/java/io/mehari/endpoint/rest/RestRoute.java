package io.mehari.endpoint.rest;

import io.mehari.endpoint.http.RequestTarget;
import io.mehari.security.AccessLevel;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;

/**
 * What answers one method at one path. Each handler brings its own as a bean; {@link RestRouter} collects them.
 *
 * @param method GET answers HEAD too
 * @param path as documents write it: {@code /api/v1/tools/{server}/{tool}}, where a name in braces stands for any
 *     segment that is not empty
 * @param level how well it is guarded
 * @param handler answers
 */
public record RestRoute(HttpMethod method, String path, AccessLevel level, RestHandler handler) {

    /** A route that is read. */
    public static RestRoute get(String path, AccessLevel level, RestHandler handler) {
        return new RestRoute(HttpMethod.GET, path, level, handler);
    }

    /** A route that is posted to. */
    public static RestRoute post(String path, AccessLevel level, RestHandler handler) {
        return new RestRoute(HttpMethod.POST, path, level, handler);
    }

    /** The segments of the path; none for the root. */
    List<String> segments() {
        return RequestTarget.parse(path).segments();
    }

    /** Whether the path is the same for all requests. */
    boolean isFixed() {
        return path.indexOf('{') < 0;
    }

    /** Whether a decoded path is one that this route answers. */
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
