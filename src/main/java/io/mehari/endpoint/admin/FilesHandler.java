package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.history.Places;
import io.mehari.history.change.EffectiveState;
import io.mehari.history.change.FileAdministration;
import io.mehari.security.AccessLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Shows the files below {@code /api/v1/admin/routes} and {@code /api/v1/admin/config}: on disk, as they run, and as they
 * were. Safe for concurrent use.
 */
final class FilesHandler implements RestRoute.Provider {
    /** Where everything about route files and configuration files is. */
    static final String PATH = "/api/v1/admin/";

    private static final int NAMED = 5;

    private final FileAdministration files;
    private final EffectiveState effective;

    /**
     * A handler.
     *
     * @param files reads them
     * @param effective what runs
     */
    FilesHandler(FileAdministration files, EffectiveState effective) {
        this.files = files;
        this.effective = effective;
    }

    @Override
    public List<RestRoute> routes() {
        List<RestRoute> routes = new ArrayList<>();
        for (String root : List.of(Places.CONFIG, Places.ROUTES)) {
            routes.add(get(root, "files", "Files on disk", Set.of(), target -> files.list(root)));
            routes.add(get(root, filePath(root), "File on disk", Set.of(), target -> files.source(name(root, target))));
            routes.add(get(root, "effective", "What runs", Set.of(), target -> effective.of(root)));
            routes.add(get(root, "drift", "Files beside what runs", Set.of(), target -> files.drift(root)));
            routes.add(get(root, "history", "Kept versions", Set.of(), target -> files.history(root)));
            routes.add(get(
                    root,
                    "history/{version}",
                    "Kept version",
                    Set.of(),
                    target -> files.version(root, number(target.segments().get(NAMED)))));
            routes.add(get(
                    root,
                    "diff",
                    "Differences",
                    Set.of("from", "to"),
                    target -> files.diff(
                            root,
                            target.parameter("from").orElse("running"),
                            target.parameter("to").orElse("disk"))));
        }
        return routes;
    }

    /** Where one file is. */
    static String filePath(String root) {
        return Places.ROUTES.equals(root) ? "files/{folder}/{file}" : "files/{file}";
    }

    /** The name of the file that a path ends with. */
    static String name(String root, RequestTarget target) {
        return root + "/"
                + String.join(
                        "/", target.segments().subList(NAMED, target.segments().size()));
    }

    private static RestRoute get(
            String root,
            String path,
            String message,
            Set<String> parameters,
            Function<RequestTarget, CompletableFuture<ObjectNode>> read) {
        RestHandler handler = (request, target, context) -> {
            target.parameters().keySet().stream()
                    .filter(name -> !parameters.contains(name) && !"fields".equals(name))
                    .findFirst()
                    .ifPresent(name -> {
                        throw RequestRejectedException.invalid(
                                "", "There is no parameter " + name + " at this path", "parameters");
                    });
            return answered(read.apply(target), context, message);
        };
        return RestRoute.get(PATH + root + "/" + path, AccessLevel.MONITOR, handler);
    }

    /** The answer, which is tagged where the data is. */
    static CompletableFuture<Response> answered(
            CompletableFuture<ObjectNode> data, CallContext context, String message) {
        return data.handle((json, failure) -> {
            if (failure != null) {
                throw FileFailures.explained(failure);
            }
            Response response = EnvelopeForm.INSTANCE.data(context, message, writer -> writer.writeTree(json));
            return json.has("etag")
                    ? response.with(Map.of("etag", json.get("etag").asText()))
                    : response;
        });
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw RequestRejectedException.notFound("A version is named by its number, not by " + text);
        }
    }
}
