/** HTTP to one server, as both HTTP transports use it: exchanges, calls on their way, event streams, bounds, statuses. */
package io.mehari.upstream.http.client;
