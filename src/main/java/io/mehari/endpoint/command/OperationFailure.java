package io.mehari.endpoint.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.InvalidArguments;
import io.mehari.call.Violation;
import io.mehari.component.websocket.CommandError;
import io.mehari.component.websocket.CommandFailedException;
import io.mehari.endpoint.http.rejection.Rejection;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.rest.form.HttpStatuses;
import io.mehari.protocol.Json;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/** What a refusal of a handler is as the error of a command. Stateless. */
final class OperationFailure {
    private OperationFailure() {}

    static RuntimeException of(Throwable failure) {
        Throwable cause = failure;
        while (cause instanceof CompletionException && cause.getCause() != null) {
            cause = cause.getCause();
        }
        if (cause instanceof RequestRejectedException rejected) {
            return of(rejected);
        }
        return cause instanceof RuntimeException known ? known : new CompletionException(cause);
    }

    private static CommandFailedException of(RequestRejectedException rejected) {
        if (rejected.rejection().isPresent()) {
            Rejection rejection = rejected.rejection().get();
            return of(rejection.reason().status().code(), rejection.message());
        }
        ToolCallResult result = rejected.result().orElseThrow();
        int status = HttpStatuses.of(result).code();
        if (!(result instanceof InvalidArguments invalid)) {
            return of(status, result.message());
        }
        String message = invalid.violations().stream().map(Violation::message).collect(Collectors.joining("; "));
        return new CommandFailedException(of(status, message).error(), message, data(invalid.violations()));
    }

    /** As the REST API tells them, so that a page shows each where it belongs. */
    private static ObjectNode data(List<Violation> violations) {
        ObjectNode data = Json.object();
        ArrayNode array = data.putArray("violations");
        violations.forEach(violation -> array.addObject()
                .put("pointer", violation.pointer())
                .put("message", violation.message())
                .put("keyword", violation.keyword()));
        return data;
    }

    static CommandFailedException of(int status, String message) {
        CommandError error = switch (status) {
            case 400, 405, 409, 413, 414, 415, 422, 428 -> CommandError.INVALID_PARAMS;
            case 401 -> CommandError.UNAUTHENTICATED;
            case 403 -> CommandError.FORBIDDEN;
            case 404 -> CommandError.NOT_FOUND;
            case 429, 503 -> CommandError.BUSY;
            default -> CommandError.INTERNAL;
        };
        return new CommandFailedException(error, message);
    }
}
