package io.mehari.endpoint.rest;

import io.mehari.call.CallContext;
import io.mehari.call.ToolCallResult;
import io.mehari.endpoint.http.RejectionRenderer;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.Rejection;
import io.mehari.endpoint.rest.form.ResultForms;

/** Rejections in the form that REST uses at the path: mcpo's, or the envelope below {@code /api}. Immutable. */
public final class RestRejections implements RejectionRenderer {
    private final ResultForms forms;

    /**
     * Rejections in these forms.
     *
     * @param forms chooses the form
     */
    public RestRejections(ResultForms forms) {
        this.forms = forms;
    }

    @Override
    public Response reject(String target, CallContext context, Rejection rejection) {
        return forms.of(target).render(context, rejection);
    }

    @Override
    public Response fail(String target, CallContext context) {
        return forms.of(target).render(context, ToolCallResult.Failed.internal("No response"));
    }
}
