package io.mehari.endpoint.rest;

import io.mehari.call.Caller;
import io.mehari.endpoint.http.target.RequestTarget;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Map;

/**
 * What was decided about a request when its head was there.
 *
 * @param target its target, split and decoded
 * @param found what is at its path, by method
 * @param operation what it asks for; null for a question for the methods (OPTIONS)
 * @param caller who makes it
 */
record Admission(
        RequestTarget target,
        Map<HttpMethod, RestRouter.Operation> found,
        RestRouter.Operation operation,
        Caller caller) {}
