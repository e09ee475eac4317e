package io.mehari.endpoint.rest;

import io.mehari.call.ArgumentMode;
import io.mehari.call.CallContext;
import io.mehari.call.ToolCall;
import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.rest.form.ResultForms;
import java.util.Optional;

/**
 * Makes a call of a request for a tool: what its body may be, and what becomes of arguments that break the schema, is
 * another thing in each form. Safe for concurrent use.
 */
final class CallBody {
    private final ResultForms forms;
    private final ToolCatalog catalog;
    private final Optional<ArgumentMode> mode;

    /**
     * Calls of one gateway.
     *
     * @param forms tells the form of a request
     * @param catalog knows the tools
     * @param mode what becomes of arguments in the short form
     */
    CallBody(ResultForms forms, ToolCatalog catalog, ArgumentMode mode) {
        this.forms = forms;
        this.catalog = catalog;
        this.mode = Optional.of(mode);
    }

    /**
     * The call that a request makes.
     *
     * @param request the request
     * @param tool what it calls
     * @param context id, caller and times
     * @return never null
     * @throws RequestRejectedException if the body holds no arguments
     */
    ToolCall read(Request request, RestRouter.Operation.Tool tool, CallContext context) {
        if (ResultForms.isEnvelope(request.target())) {
            return new ToolCall(tool.server(), tool.tool(), BodyReader.object(request), context);
        }
        if (!forms.isExact(request.target())) {
            return new ToolCall(tool.server(), tool.tool(), BodyReader.arguments(request), context, mode, null, false);
        }
        if (!BodyReader.isJson(request)) {
            throw RequestRejectedException.invalid(
                    "", "Input should be a valid dictionary or object to extract fields from", "model_attributes_type");
        }
        return new ToolCall(
                tool.server(),
                tool.tool(),
                PythonBody.of(request, catalog.find(tool.server(), tool.tool())),
                context,
                Optional.of(ArgumentMode.MCPO),
                null,
                false);
    }
}
