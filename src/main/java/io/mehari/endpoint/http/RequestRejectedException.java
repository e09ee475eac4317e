package io.mehari.endpoint.http;

import io.mehari.call.ToolCallResult;
import io.mehari.call.Violation;
import java.util.List;
import java.util.Optional;

/** Ends the reading of a request with a response. Has no stack trace: it is an answer, not a defect. Thread-safe. */
public final class RequestRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;
    private final transient ToolCallResult result;

    /** A request that is not served. */
    public RequestRejectedException(Rejection rejection) {
        super(rejection.message(), null, false, false);
        this.rejection = rejection;
        this.result = null;
    }

    /** A request that is answered like a call that ended so. */
    public RequestRejectedException(ToolCallResult result) {
        super(result.message(), null, false, false);
        this.rejection = null;
        this.result = result;
    }

    /** The request's content breaks a rule. */
    public static RequestRejectedException invalid(String pointer, String message, String keyword) {
        return new RequestRejectedException(
                new ToolCallResult.InvalidArguments(List.of(new Violation(pointer, message, keyword))));
    }

    /** Why the request is rejected; empty if {@link #result} tells. */
    public Optional<Rejection> rejection() {
        return Optional.ofNullable(rejection);
    }

    /** The outcome of a call that stands for the rejection; empty if {@link #rejection} tells. */
    public Optional<ToolCallResult> result() {
        return Optional.ofNullable(result);
    }
}
