package io.mehari.endpoint.http;

import io.mehari.call.CallContext;
import io.mehari.call.ToolCallResult;
import io.mehari.call.Violation;
import io.mehari.endpoint.rest.ResultForm;
import java.util.List;

/** Ends the reading of a request with an answer. Has no stack trace: it is an answer, not a defect. */
public final class RequestRejectedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Rejection rejection;
    private final transient ToolCallResult result;

    public RequestRejectedException(Rejection rejection) {
        super(rejection.message(), null, false, false);
        this.rejection = rejection;
        this.result = null;
    }

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

    public Response answer(ResultForm form, CallContext context) {
        return rejection != null ? form.render(context, rejection) : form.render(context, result);
    }
}
