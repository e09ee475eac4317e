package io.mehari.endpoint.rest;

import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.idempotency.IdempotencyKey;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.Map;

/**
 * What a request asks for besides its call, decided with its head, before anything runs.
 *
 * @param key its idempotency key; null if it has none
 * @param fields the parts of the envelope that it wants
 */
record CallOptions(String key, FieldSelection fields) {
    private static final AsciiString KEY = AsciiString.cached("idempotency-key");

    /** A plain call. */
    static final CallOptions NONE = new CallOptions(null, FieldSelection.ALL);

    /**
     * {@return what a request asks for; costs two looks where that is nothing}
     *
     * @param request its head
     * @param target its target
     * @throws RequestRejectedException with 400 if the key or a query parameter is wrong
     */
    static CallOptions of(Request request, RequestTarget target) {
        boolean keyed = request.method().equals(HttpMethod.POST) && request.header(KEY) != null;
        boolean asking = !target.query().isEmpty() && target.segments().indexOf("api") == 0;
        if (!keyed && !asking) {
            return NONE;
        }
        return new CallOptions(
                keyed ? key(request.headers(KEY)) : null, asking ? fields(request, target) : FieldSelection.ALL);
    }

    private static String key(List<String> values) {
        if (values.size() > 1) {
            throw refused("The header Idempotency-Key is there " + values.size() + " times; send one");
        }
        try {
            return IdempotencyKey.of(values.get(0));
        } catch (IllegalArgumentException e) {
            throw refused("The header Idempotency-Key cannot be used: " + e.getMessage() + ". Send 1 to "
                    + IdempotencyKey.MAX_LENGTH + " printable characters, such as a UUID");
        }
    }

    /** Lists have parameters of their own; where something runs a wrong one is refused before it does. */
    private static FieldSelection fields(Request request, RequestTarget target) {
        Map<String, List<String>> parameters = target.parameters();
        for (String name : parameters.keySet()) {
            if (request.method().equals(HttpMethod.POST) && !name.equals(FieldSelection.PARAMETER)) {
                throw refused("This path has no query parameter \"" + name + "\", only " + FieldSelection.PARAMETER
                        + "; arguments of a tool belong in the body. Nothing was run");
            }
        }
        List<String> values = parameters.get(FieldSelection.PARAMETER);
        return values == null ? FieldSelection.ALL : FieldSelection.of(values);
    }

    private static RequestRejectedException refused(String message) {
        return RequestRejectedException.of(RejectionReason.BAD_REQUEST, message);
    }
}
