package io.mehari.endpoint.admin;

import io.mehari.control.InvalidServerException;
import io.mehari.control.RefusedControlException;
import io.mehari.control.ServerExistsException;
import io.mehari.control.UnknownRouteException;
import io.mehari.control.UnknownServerException;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Says to operators why something was not done. Stateless. */
final class ControlFailures {
    private ControlFailures() {}

    /**
     * The same, with a rejection in place of a reason.
     *
     * @param change begins to do what is asked for
     * @param <T> what it gives
     */
    static <T> CompletableFuture<T> explained(Supplier<CompletableFuture<T>> change) {
        try {
            return change.get().exceptionally(failure -> {
                throw rejection(failure);
            });
        } catch (RuntimeException e) {
            throw rejection(e);
        }
    }

    /**
     * The same for a question.
     *
     * @param question is answered at once
     * @param <T> what it gives
     */
    static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (RuntimeException e) {
            throw rejection(e);
        }
    }

    private static RuntimeException rejection(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof UnknownRouteException || cause instanceof UnknownServerException) {
            return RequestRejectedException.notFound(cause.getMessage());
        }
        if (cause instanceof RefusedControlException) {
            return RequestRejectedException.of(RejectionReason.CONTROL_REFUSED, cause.getMessage());
        }
        if (cause instanceof ServerExistsException) {
            return RequestRejectedException.of(RejectionReason.SERVER_EXISTS, cause.getMessage());
        }
        if (cause instanceof InvalidServerException invalid) {
            String pointer = invalid.field().isEmpty() ? "" : "/" + invalid.field();
            return RequestRejectedException.invalid(pointer, invalid.getMessage(), "server");
        }
        if (cause instanceof IllegalStateException) {
            return RequestRejectedException.of(RejectionReason.STOPPING, cause.getMessage());
        }
        return cause instanceof RuntimeException known ? known : new CompletionException(cause);
    }
}
