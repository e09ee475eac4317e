package io.mehari.endpoint.rest;

import io.mehari.catalog.ReservedNames;
import io.mehari.endpoint.http.PathPrefix;
import io.mehari.endpoint.http.Rejection;
import io.mehari.endpoint.http.RejectionReason;
import io.mehari.endpoint.http.RequestRejectedException;
import io.mehari.endpoint.http.RequestTarget;
import io.mehari.security.AccessLevel;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What there is at which path. Immutable. */
final class RestRouter {
    private static final List<String> TOOLS = List.of("api", "v1", "tools");
    private static final List<String> SERVERS = List.of("api", "v1", "admin", "servers");
    private static final String OWN_PATHS =
            ", POST and GET /api/v1/tools/{server}/{tool}, GET /api/v1/tools, GET /api/v1/servers, POST /api/v1/batch,"
                    + " GET /api/v1/admin/dead-letters, GET /api/v1/admin/routes, POST /api/v1/admin/routes/reload,"
                    + " POST /api/v1/admin/servers/{server}/restart, GET /health, GET /health/live; encode a slash in a tool's name"
                    + " as %2F";

    private final Map<List<String>, Map<HttpMethod, RestOperation>> fixed;
    private final RestHandler description;
    private final RestHandler restart;
    private final PathPrefix prefix;
    private final Optional<String> singleServer;

    /**
     * @param fixed resources whose path has no variable part
     * @param description answers for the definition of one tool
     * @param restart makes the connection to one server anew
     * @param prefix path below which tools are called by the short form
     * @param singleServer server whose tools are reached without its name, too: the one of the command line
     */
    RestRouter(
            Map<List<String>, Map<HttpMethod, RestOperation>> fixed,
            RestHandler description,
            RestHandler restart,
            PathPrefix prefix,
            Optional<String> singleServer) {
        this.fixed = Map.copyOf(fixed);
        this.description = description;
        this.restart = restart;
        this.prefix = prefix;
        this.singleServer = singleServer;
    }

    /**
     * The resources at a path, by method.
     *
     * @throws RequestRejectedException if there is none
     */
    Map<HttpMethod, RestOperation> at(RequestTarget target) {
        List<String> path = target.segments();
        List<String> called = prefix.rest(path);
        if (called.size() == 2 && !ReservedNames.contains(called.get(0)) && isNamed(called, 0)) {
            return Map.of(HttpMethod.POST, new RestOperation.Tool(called.get(0), called.get(1)));
        }
        if (path.size() == 5 && path.subList(0, 3).equals(TOOLS) && isNamed(path, 3)) {
            return Map.of(
                    HttpMethod.POST,
                    new RestOperation.Tool(path.get(3), path.get(4)),
                    HttpMethod.GET,
                    new RestOperation.Document(AccessLevel.CALL, description));
        }
        if (path.size() == 6
                && path.subList(0, 4).equals(SERVERS)
                && path.get(5).equals("restart")) {
            return Map.of(HttpMethod.POST, new RestOperation.Document(AccessLevel.ADMIN, restart));
        }
        if (called.size() == 1 && singleServer.isPresent() && isFree(called.get(0))) {
            return Map.of(HttpMethod.POST, new RestOperation.Tool(singleServer.get(), called.get(0)));
        }
        Map<HttpMethod, RestOperation> found = fixed.get(path);
        if (found == null) {
            throw new RequestRejectedException(Rejection.of(RejectionReason.PATH_NOT_FOUND, paths()));
        }
        return found;
    }

    private String paths() {
        String because = prefix.equals(PathPrefix.ROOT) ? "" : " (mehari.data.path-prefix is " + prefix + ")";
        return "There is nothing at this path. There is POST " + prefix + "{server}/{tool}" + because + OWN_PATHS;
    }

    private static boolean isFree(String segment) {
        return !segment.isEmpty() && !ReservedNames.contains(segment);
    }

    private static boolean isNamed(List<String> path, int from) {
        return !path.get(from).isEmpty() && !path.get(from + 1).isEmpty();
    }
}
