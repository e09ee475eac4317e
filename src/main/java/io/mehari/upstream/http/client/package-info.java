/**
 * HTTP to one server, as both HTTP transports use it: the client with its connections, certificates and headers, one
 * exchange and its outcome, the calls of a connection on their way, event streams, bounds and statuses. Whether a
 * request has left is decided once, by its {@code Delivery}, and everything that may be sent again depends on it. All
 * callbacks run on event loops and must not block.
 */
package io.mehari.upstream.http.client;
