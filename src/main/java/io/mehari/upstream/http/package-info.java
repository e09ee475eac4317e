/**
 * Servers behind a URL: the factory of their upstreams, and the choice between the two HTTP transports, which is found
 * out where it is not configured. What both transports share is in {@code client}; {@code streamable} and {@code sse}
 * do not know each other.
 */
package io.mehari.upstream.http;
