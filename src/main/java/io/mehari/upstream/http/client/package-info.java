/** HTTP to one server, as both HTTP transports use it: exchanges, event streams, bounds, and what a status means. */
package io.mehari.upstream.http.client;
