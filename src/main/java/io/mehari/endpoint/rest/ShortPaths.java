package io.mehari.endpoint.rest;

import io.mehari.catalog.ReservedNames;
import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.PathPrefix;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.http.target.RootPath;
import io.mehari.security.AccessLevel;
import io.netty.handler.codec.http.HttpMethod;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is at a path, by what {@link RestRouter} has there and by the ways of the short form: paths that lead to another
 * one, paths at which no tool is although one could be, and, in {@code compat: exact}, what mcpo takes and what it does
 * not. Safe for concurrent use.
 */
final class ShortPaths {
    /** Pages have links beside themselves, so they have one address each. */
    private static final Set<String> PAGES = Set.of("docs", "redoc");

    private static final String DOCS = "docs";
    private static final String OPENAPI = "openapi.json";

    private static final Set<String> NOT_OF_MCPO = Set.of("api", "health");

    private final RestRouter router;
    private final PathPrefix prefix;
    private final RootPath root;
    private final boolean exact;
    private final ToolCatalog catalog;
    private final ServerAliases aliases;

    /**
     * The paths of one gateway.
     *
     * @param router what handlers and tools have at which path
     * @param prefix path below which tools are called by the short form
     * @param settings compatibility and root path
     * @param catalog knows servers and tools
     * @param aliases other names of servers in the short form
     */
    ShortPaths(
            RestRouter router, PathPrefix prefix, RestSettings settings, ToolCatalog catalog, ServerAliases aliases) {
        this.router = router;
        this.prefix = prefix;
        this.root = settings.root();
        this.exact = settings.isExact();
        this.catalog = catalog;
        this.aliases = aliases;
    }

    /**
     * The operations at a path, by method.
     *
     * @param request is asked for its method, and for what it accepts
     * @param target its target
     * @return empty if nothing is served there
     */
    Map<HttpMethod, RestRouter.Operation> at(Request request, RequestTarget target) {
        List<String> path = target.segments();
        Map<HttpMethod, RestRouter.Operation> found = router.at(target);
        if (exact && root != RootPath.NONE && !request.isBelowRoot() && isOfMcpo(path)) {
            return Map.of();
        }
        RestRouter.Operation operation = found.get(request.method());
        if (endsWithSlash(path)) {
            List<String> plain = path.subList(0, path.size() - 1);
            if (operation != null && leadsToPlain(plain)) {
                return Map.of(request.method(), Redirect.to(operation.level(), root, plain, target.query()));
            }
            path = plain;
        }
        if (operation != null || request.method().equals(HttpMethod.OPTIONS)) {
            return found;
        }
        return found.isEmpty() ? elsewhere(request, target, path) : isNoTool(found) ? Map.of() : found;
    }

    /**
     * What a request is told at whose path nothing is served.
     *
     * @param target its target
     * @return to be thrown
     */
    RequestRejectedException unknown(RequestTarget target) {
        List<String> path = target.segments();
        int slash = path.indexOf("");
        RequestRejectedException unknown = router.unknown();
        if (router.at(target).get(HttpMethod.POST) instanceof RestRouter.Operation.Tool tool) {
            return RequestRejectedException.of(
                    RejectionReason.PATH_NOT_FOUND,
                    "The server " + tool.server() + " has neither a tool nor a document " + tool.tool()
                            + ", or is not known." + " GET /api/v1/tools lists all tools; a tool is called by POST");
        }
        if (slash < 0 || slash == path.size() - 1) {
            return unknown;
        }
        return RequestRejectedException.of(
                RejectionReason.PATH_NOT_FOUND,
                "There are two slashes in a row in this path: end the address that your client is configured with"
                        + " without a slash. " + unknown.getMessage());
    }

    /**
     * Whether a request is answered as mcpo does it.
     *
     * @param target its target
     * @return false in {@code compat: fixed}, and at paths that mcpo does not have
     */
    boolean isExact(RequestTarget target) {
        return exact && isOfMcpo(target.segments());
    }

    private static boolean isOfMcpo(List<String> path) {
        return !path.isEmpty() && !NOT_OF_MCPO.contains(path.get(0));
    }

    private static boolean endsWithSlash(List<String> path) {
        int last = path.size() - 1;
        return last > 0 && path.get(last).isEmpty() && !path.get(last - 1).isEmpty();
    }

    private boolean leadsToPlain(List<String> plain) {
        return exact && isOfMcpo(plain) || PAGES.contains(plain.get(plain.size() - 1));
    }

    /** Nothing is there: the path of a server leads to its document, and mcpo takes slashes in names of tools. */
    private Map<HttpMethod, RestRouter.Operation> elsewhere(Request request, RequestTarget target, List<String> path) {
        List<String> called = prefix.rest(path);
        if (called.isEmpty() || ReservedNames.isLike(called.get(0))) {
            return Map.of();
        }
        String server = aliases.nameOf(called.get(0));
        if (called.size() == 1 && request.method().equals(HttpMethod.GET) && catalog.hasServer(server)) {
            return document(request)
                    .map(name -> Map.of(
                            HttpMethod.GET,
                            Redirect.byAccept(AccessLevel.DOCUMENT, root, Redirect.below(path, name), target.query())))
                    .orElse(Map.of());
        }
        if (exact && called.size() > 2 && request.method().equals(HttpMethod.POST)) {
            String tool = String.join("/", called.subList(1, called.size()));
            return catalog.find(server, tool).isPresent()
                    ? Map.of(HttpMethod.POST, new RestRouter.Operation.Tool(server, tool))
                    : Map.of();
        }
        return Map.of();
    }

    private Optional<String> document(Request request) {
        String wanted = request.accepts("text/html") ? DOCS : OPENAPI;
        String other = wanted.equals(DOCS) ? OPENAPI : DOCS;
        return router.hasDocument(wanted)
                ? Optional.of(wanted)
                : Optional.of(other).filter(router::hasDocument);
    }

    /** Whether a tool could be there and none is, so that no method would do. */
    private boolean isNoTool(Map<HttpMethod, RestRouter.Operation> found) {
        return found.size() == 1
                && found.get(HttpMethod.POST) instanceof RestRouter.Operation.Tool tool
                && catalog.find(tool.server(), tool.tool()).isEmpty();
    }
}
