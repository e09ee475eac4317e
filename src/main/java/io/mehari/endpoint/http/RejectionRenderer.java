package io.mehari.endpoint.http;

import io.mehari.call.CallContext;
import io.mehari.endpoint.http.rejection.Rejection;

/**
 * Makes the response to a request that no ingress route responds to, in the form that the protocol spoken at its path
 * uses for errors. Implementations are safe for concurrent use.
 */
public interface RejectionRenderer {
    /**
     * The response to a request that is rejected before it is a call.
     *
     * @param target the request's raw target; empty if it was not read that far
     * @param context id and time of the request
     * @param rejection cause and headers
     * @return never null
     */
    Response reject(String target, CallContext context, Rejection rejection);

    /**
     * The response to a request that the gateway failed on: it names the request id and nothing else.
     *
     * @param target the request's raw target; empty if it was not read that far
     * @param context id and time of the request
     * @return never null
     */
    Response fail(String target, CallContext context);
}
