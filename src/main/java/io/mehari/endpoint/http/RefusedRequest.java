package io.mehari.endpoint.http;

/**
 * Takes the place of a request that was refused by its head, before its body was awaited.
 *
 * @param request its head
 * @param response refuses it
 * @param last whether its body may still come and is not read, so that the connection ends with the response
 */
record RefusedRequest(Request request, Response response, boolean last) {}
