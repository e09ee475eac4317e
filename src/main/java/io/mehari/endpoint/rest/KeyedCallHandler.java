package io.mehari.endpoint.rest;

import io.mehari.call.CallContext;
import io.mehari.call.ToolCall;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.endpoint.rest.form.ResultForm;
import io.mehari.endpoint.rest.form.ResultForms;
import io.mehari.idempotency.CallKey;
import io.mehari.idempotency.KeyedAnswer;
import io.mehari.idempotency.KeyedCalls;
import java.util.HashMap;
import java.util.Map;

/** Answers tool calls that have an {@code Idempotency-Key}, in both forms. Safe for concurrent use. */
final class KeyedCallHandler {
    private static final String REPLAYED = "idempotency-replayed";
    private static final String KEPT = "idempotency-kept";

    private final KeyedCalls calls;
    private final ResultForms forms;

    KeyedCallHandler(KeyedCalls calls, ResultForms forms) {
        this.calls = calls;
        this.forms = forms;
    }

    /**
     * The request on its way here.
     *
     * @param request what came from the network
     * @param admission what was decided about it
     * @param key its key
     * @param call what it calls
     * @return to be left in the exchange
     */
    RestExchange exchange(Request request, Admission admission, String key, ToolCall call) {
        CallKey whole = new CallKey(call.context().caller().name(), key, CallKey.WHOLE);
        return new RestExchange(
                (asked, target, context) -> calls.send(whole, call, RestCallControl.of(request))
                        .thenApply(answer -> response(request, call, context, answer)),
                request,
                admission.target(),
                call.context());
    }

    /** An answer that was there already has cost its caller nothing. */
    private Response response(Request request, ToolCall call, CallContext asked, KeyedAnswer answer) {
        Response response = rendered(request, call, asked, answer);
        return answer.replayed() ? response : QuotaHeaders.onto(response, answer.run());
    }

    private Response rendered(Request request, ToolCall call, CallContext asked, KeyedAnswer answer) {
        CallContext context =
                new CallContext(answer.requestId(), asked.caller(), asked.receivedAt(), asked.receivedNanos());
        Map<String, String> headers = new HashMap<>();
        if (answer.replayed()) {
            headers.put(REPLAYED, "true");
        }
        if (!answer.kept()) {
            headers.put(KEPT, "false");
        }
        ResultForm form = forms.of(request.target());
        if (form instanceof EnvelopeForm envelope) {
            headers.putAll(ServerTiming.headers(asked, answer.result(), answer.run()));
            return envelope.render(context, answer).with(headers);
        }
        return form.render(call.with(context), answer.result()).with(headers);
    }
}
