package io.mehari.endpoint.http.rejection;

import io.mehari.call.ToolCallResult;
import io.mehari.call.Violation;
import java.util.List;
import java.util.Optional;

/** Ends the reading of a request with a response. Has no stack trace: it is a response, not a defect. Thread-safe. */
public final class RequestRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;
    private final transient ToolCallResult result;

    /**
     * Rejects a request that has not become a tool call.
     *
     * @param rejection cause and headers
     */
    public RequestRejectedException(Rejection rejection) {
        super(rejection.message(), null, false, false);
        this.rejection = rejection;
        this.result = null;
    }

    /**
     * Rejects a request like a call that ended with this result.
     *
     * @param result one that is not a success
     */
    public RequestRejectedException(ToolCallResult result) {
        super(result.message(), null, false, false);
        this.rejection = null;
        this.result = result;
    }

    /**
     * Rejects a request whose content breaks a rule; the response has status 422.
     *
     * @param pointer JSON Pointer (RFC 6901) to the offending value; empty for the whole body
     * @param message one sentence for people: cause and remedy
     * @param keyword the rule that is broken, such as {@code type}
     * @return to be thrown
     */
    public static RequestRejectedException invalid(String pointer, String message, String keyword) {
        return new RequestRejectedException(
                new ToolCallResult.InvalidArguments(List.of(new Violation(pointer, message, keyword))));
    }

    /**
     * Why the request is rejected.
     *
     * @return empty if {@link #result} holds the reason
     */
    public Optional<Rejection> rejection() {
        return Optional.ofNullable(rejection);
    }

    /**
     * The result of a call that stands for the rejection.
     *
     * @return empty if {@link #rejection} holds the reason
     */
    public Optional<ToolCallResult> result() {
        return Optional.ofNullable(result);
    }
}
