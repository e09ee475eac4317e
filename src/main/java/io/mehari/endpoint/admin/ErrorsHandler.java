package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.Rejection;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.BodyReader;
import io.mehari.endpoint.rest.Paging;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.failure.knowledge.KnowledgeFiles;
import io.mehari.failure.memory.ErrorMemoryBusyException;
import io.mehari.failure.memory.Errors;
import io.mehari.failure.memory.ErrorsJson;
import io.mehari.failure.memory.RememberedError;
import io.mehari.failure.memory.Solution;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.mehari.text.Counted;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * {@code /api/v1/errors}: what failed calls had in common, what is like it, and what helps. Safe for concurrent use.
 */
public final class ErrorsHandler implements RestRoute.Provider {
    private static final int ID = 3;
    private static final int MOST_SIMILAR = 4096;

    private final Errors errors;
    private final KnowledgeFiles knowledge;
    private final Clock clock;

    /**
     * A handler for one memory.
     *
     * @param errors the memory
     * @param knowledge known errors that solutions may name
     * @param clock time of solutions
     */
    public ErrorsHandler(Errors errors, KnowledgeFiles knowledge, Clock clock) {
        this.errors = errors;
        this.knowledge = knowledge;
        this.clock = clock;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(
                RestRoute.get("/api/v1/errors", AccessLevel.MONITOR, this::list),
                RestRoute.get("/api/v1/errors/{id}", AccessLevel.MONITOR, this::detail),
                RestRoute.post("/api/v1/errors/{id}/solution", AccessLevel.ADMIN, this::solve));
    }

    private CompletableFuture<Response> list(Request request, RequestTarget target, CallContext context) {
        Optional<String> similar = target.parameter("similar");
        if (similar.isPresent()) {
            return explained(errors.recommend(text(similar.get()))
                    .thenApply(advice -> response(
                            context,
                            Counted.of(advice.similar().size(), "similar error") + ", "
                                    + Counted.of(advice.recommendations().size(), "recommendation"),
                            ErrorsJson.advice(advice, errors))));
        }
        Paging paging = Paging.of(target);
        return explained(errors.list(ErrorFilter.of(target)).thenApply(found -> {
            int from = Math.min(paging.offset(), found.size());
            List<RememberedError> page = found.subList(from, from + Math.min(paging.limit(), found.size() - from));
            return response(context, Counted.of(found.size(), "error"), ErrorsJson.list(page, found.size(), errors));
        }));
    }

    private static String text(String similar) {
        if (similar.isBlank()) {
            throw RequestRejectedException.invalid(
                    "/similar", "The parameter similar is empty; give the text of an error", "minLength");
        }
        return similar.substring(0, Math.min(similar.length(), MOST_SIMILAR));
    }

    private CompletableFuture<Response> detail(Request request, RequestTarget target, CallContext context) {
        String id = target.segments().get(ID);
        return explained(errors.find(id).thenCompose(found -> {
            RememberedError error = found.orElseThrow(() -> unknown(id));
            String text = error.examples().isEmpty()
                    ? error.template()
                    : error.examples().get(error.examples().size() - 1);
            return errors.recommend(text)
                    .thenApply(advice -> response(context, "Error " + id, ErrorsJson.detail(error, advice)));
        }));
    }

    private CompletableFuture<Response> solve(Request request, RequestTarget target, CallContext context) {
        String id = target.segments().get(ID);
        ObjectNode body = BodyReader.object(request);
        Solution solution = new Solution(
                member(body, "text"),
                member(body, "known_error"),
                context.caller().name(),
                clock.instant().truncatedTo(ChronoUnit.MICROS));
        check(body, solution);
        return explained(errors.solve(id, solution).thenApply(found -> {
            RememberedError solved = found.orElseThrow(() -> unknown(id));
            return response(
                    context,
                    "The solution is recorded",
                    Json.object().put("id", solved.id()).put("solved", true));
        }));
    }

    private static String member(ObjectNode body, String name) {
        if (body.has(name) && !body.get(name).isTextual()) {
            throw RequestRejectedException.invalid("/" + name, "The member " + name + " must be text", "type");
        }
        return body.path(name).asText("").strip().replace('\0', ' ');
    }

    private void check(ObjectNode body, Solution solution) {
        body.fieldNames().forEachRemaining(name -> {
            if (!name.equals("text") && !name.equals("known_error")) {
                throw RequestRejectedException.invalid(
                        "/" + name,
                        "There is no member " + name + "; a solution has text and known_error",
                        "additionalProperties");
            }
        });
        if (solution.text().isEmpty() && solution.knownError().isEmpty()) {
            throw RequestRejectedException.invalid("/text", "A solution needs text, known_error or both", "required");
        }
        if (solution.text().length() > Solution.MAX_TEXT) {
            throw RequestRejectedException.invalid(
                    "/text", "The text of a solution has at most " + Solution.MAX_TEXT + " characters", "maxLength");
        }
        if (!solution.knownError().isEmpty()
                && knowledge.get().find(solution.knownError()).isEmpty()) {
            throw RequestRejectedException.invalid(
                    "/known_error", "No known error has the id " + solution.knownError(), "enum");
        }
    }

    private static RequestRejectedException unknown(String id) {
        return RequestRejectedException.notFound(
                "No error with the id \"" + id + "\" is remembered; GET /api/v1/errors lists all");
    }

    private static Response response(CallContext context, String message, ObjectNode data) {
        return EnvelopeForm.INSTANCE.data(context, message, json -> json.writeTree(data));
    }

    private static CompletableFuture<Response> explained(CompletableFuture<Response> response) {
        return response.exceptionallyCompose(failure -> {
            Throwable cause = failure.getCause() == null ? failure : failure.getCause();
            return CompletableFuture.failedFuture(
                    cause instanceof ErrorMemoryBusyException
                            ? new RequestRejectedException(new Rejection(
                                    RejectionReason.ERRORS_UNAVAILABLE, cause.getMessage(), Map.of("retry-after", "5")))
                            : failure);
        });
    }
}
