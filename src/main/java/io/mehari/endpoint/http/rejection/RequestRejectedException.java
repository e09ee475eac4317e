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
     * {@return to be thrown: the rejection, without headers of its own, of a request that has not become a tool call}
     *
     * @param reason decides status and code
     * @param message cause and remedy, for people
     */
    public static RequestRejectedException of(RejectionReason reason, String message) {
        return new RequestRejectedException(Rejection.of(reason, message));
    }

    /**
     * {@return to be thrown: status 404, for a server, a tool or a thing of theirs that is not there}
     *
     * @param message names what resembles it, or where all are listed
     */
    public static RequestRejectedException notFound(String message) {
        return new RequestRejectedException(ToolCallResult.Rejected.notFound(message));
    }

    /**
     * {@return to be thrown: status 422, for a request whose content breaks a rule}
     *
     * @param pointer JSON Pointer (RFC 6901) to the offending value; empty for the whole body
     * @param message one sentence for people: cause and remedy
     * @param keyword the rule that is broken, such as {@code type}
     */
    public static RequestRejectedException invalid(String pointer, String message, String keyword) {
        return new RequestRejectedException(
                new ToolCallResult.InvalidArguments(List.of(new Violation(pointer, message, keyword))));
    }

    /** {@return why the request is rejected; empty if {@link #result} holds the reason} */
    public Optional<Rejection> rejection() {
        return Optional.ofNullable(rejection);
    }

    /** {@return the result of a call that stands for the rejection; empty if {@link #rejection} holds the reason} */
    public Optional<ToolCallResult> result() {
        return Optional.ofNullable(result);
    }
}
