/**
 * OpenAPI documents of what is served over REST: of one server as mcpo has them, of the envelope API, of all servers. Built when
 * tools have changed, on a thread of its own, and served as ready bytes.
 */
package io.mehari.endpoint.openapi;
