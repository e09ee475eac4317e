package io.mehari.endpoint.admin;

import io.mehari.call.ToolCallResult;
import io.mehari.call.Violation;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.history.change.FileProblem;
import io.mehari.history.change.RefusedFilesException;
import java.util.List;
import java.util.concurrent.CompletionException;

/** What a caller is told of files that cannot be shown or changed. */
final class FileFailures {
    private FileFailures() {}

    /** What ends the request, in the place of what ended the work for it. */
    static RuntimeException explained(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (!(cause instanceof RefusedFilesException refused)) {
            return cause instanceof RuntimeException defect ? defect : new CompletionException(cause);
        }
        return switch (refused.reason()) {
            case INVALID -> invalid(refused.problems());
            case CHANGED_MEANWHILE -> RequestRejectedException.of(RejectionReason.FILES_CHANGED, refused.getMessage());
            case NOT_FOUND -> RequestRejectedException.notFound(refused.getMessage());
            case UNAVAILABLE -> RequestRejectedException.of(RejectionReason.HISTORY_UNAVAILABLE, refused.getMessage());
        };
    }

    private static RequestRejectedException invalid(List<FileProblem> problems) {
        return new RequestRejectedException(new ToolCallResult.InvalidArguments(
                problems.stream().map(FileFailures::violation).toList()));
    }

    /** A JSON Pointer escapes slashes (RFC 6901, section 4). */
    private static Violation violation(FileProblem problem) {
        String pointer = problem.file().isEmpty()
                ? ""
                : "/files/" + problem.file().replace("~", "~0").replace("/", "~1");
        return new Violation(pointer, problem.message(), "file");
    }
}
