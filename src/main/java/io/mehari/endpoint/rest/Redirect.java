package io.mehari.endpoint.rest;

import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.PathSegments;
import io.mehari.endpoint.http.target.RootPath;
import io.mehari.security.AccessLevel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Operations that send the client to another path of the gateway (status 307, by which the method stays). */
final class Redirect {
    private static final Pattern PLAIN = Pattern.compile("[!-~]*");

    private Redirect() {}

    /**
     * Sends all clients to one path.
     *
     * @param level who is sent there
     * @param root path at which a proxy shows the gateway
     * @param path decoded segments; at least one, the first not empty
     * @param query encoded; dropped where it has characters that no address has
     * @return never null
     */
    static RestRouter.Operation to(AccessLevel level, RootPath root, List<String> path, String query) {
        return operation(level, Map.of("location", location(root, path, query)));
    }

    /** As {@link #to}, to a path that depends on what the client accepts. */
    static RestRouter.Operation byAccept(AccessLevel level, RootPath root, List<String> path, String query) {
        return operation(level, Map.of("location", location(root, path, query), "vary", "Accept"));
    }

    /** A path with one segment more. */
    static List<String> below(List<String> path, String name) {
        List<String> longer = new ArrayList<>(path);
        longer.add(name);
        return longer;
    }

    private static RestRouter.Operation operation(AccessLevel level, Map<String, String> headers) {
        return new RestRouter.Operation.Handled(
                level,
                RestHandler.of((target, context) ->
                        Response.empty(HttpResponseStatus.TEMPORARY_REDIRECT, new TreeMap<>(headers))));
    }

    /** Made of decoded segments, so that it never leads to another host, whatever the request looked like. */
    private static String location(RootPath root, List<String> path, String query) {
        boolean usable = !query.isEmpty() && PLAIN.matcher(query).matches();
        return root.path() + PathSegments.path(path) + (usable ? "?" + query : "");
    }
}
