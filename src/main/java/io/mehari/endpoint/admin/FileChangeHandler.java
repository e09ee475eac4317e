package io.mehari.endpoint.admin;

import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.history.Author;
import io.mehari.history.Places;
import io.mehari.history.change.FileAdministration;
import io.mehari.history.change.FileBatch;
import io.mehari.security.AccessLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * Changes the files below {@code /api/v1/admin/routes} and {@code /api/v1/admin/config}: one, a batch, or all to what they
 * were. Safe for concurrent use.
 */
final class FileChangeHandler implements RestRoute.Provider {
    private static final String API = "api";
    private static final Set<String> CHANGE = Set.of("files", "comment");
    private static final Set<String> CHECK = Set.of("files");
    private static final Set<String> ROLLBACK = Set.of("version", "comment", "dry_run");

    private static final Set<String> ROLLBACK_OF_ALL = Set.of("version", "comment", "dry_run", "routes");

    private final FileAdministration files;

    /**
     * A handler.
     *
     * @param files changes them
     */
    FileChangeHandler(FileAdministration files) {
        this.files = files;
    }

    @Override
    public List<RestRoute> routes() {
        List<RestRoute> routes = new ArrayList<>();
        for (String root : List.of(Places.CONFIG, Places.ROUTES)) {
            String path = FilesHandler.PATH + root + "/";
            routes.add(post(path + "apply", (request, target, context) -> apply(root, request, context)));
            routes.add(post(path + "validate", (request, target, context) -> validate(root, request, context)));
            routes.add(post(path + "rollback", (request, target, context) -> rollBack(root, request, context)));
            routes.add(post(
                    path + FilesHandler.filePath(root),
                    (request, target, context) -> single(root, request, target, context)));
            routes.add(RestRoute.post(
                    path + "diff",
                    AccessLevel.MONITOR,
                    (request, target, context) -> FilesHandler.answered(
                            files.diff(root, FileRequest.of(request, CHECK).batch()), context, "Differences")));
        }
        return routes;
    }

    private static RestRoute post(String path, RestHandler handler) {
        return RestRoute.post(path, AccessLevel.ADMIN, handler);
    }

    private CompletableFuture<Response> apply(String root, Request request, CallContext context) {
        FileRequest asked = FileRequest.of(request, CHANGE);
        return FilesHandler.answered(
                files.apply(root, asked.batch(), asked.author(context, API), FileRequest.ifMatch(request)),
                context,
                "The files run");
    }

    private CompletableFuture<Response> validate(String root, Request request, CallContext context) {
        FileRequest asked = FileRequest.of(request, CHECK);
        return FilesHandler.answered(
                asked.body().isEmpty() ? files.validateDisk() : files.validate(root, asked.batch()),
                context,
                "The files can be used");
    }

    private CompletableFuture<Response> rollBack(String root, Request request, CallContext context) {
        boolean whole = Places.CONFIG.equals(root);
        FileRequest asked = FileRequest.of(request, whole ? ROLLBACK_OF_ALL : ROLLBACK);
        boolean dry = asked.flag("dry_run");
        return FilesHandler.answered(
                files.rollBack(
                        asked.flag(Places.ROUTES) ? List.of(root, Places.ROUTES) : List.of(root),
                        asked.version(),
                        asked.author(context, "rollback"),
                        FileRequest.ifMatch(request),
                        dry),
                context,
                dry ? "The version can be used" : "The version runs");
    }

    /** The body is the file itself. */
    private CompletableFuture<Response> single(
            String root, Request request, RequestTarget target, CallContext context) {
        if (request.body().length == 0) {
            throw RequestRejectedException.invalid(
                    "", "The body is the file itself and is empty; to remove a file use " + root + "/apply", "body");
        }
        FileBatch batch = new FileBatch(Map.of(FilesHandler.name(root, target), request.body()));
        Author author = new Author(API, context.caller().name(), "");
        return FilesHandler.answered(
                files.apply(root, batch, author, FileRequest.ifMatch(request)), context, "The file runs");
    }
}
