/**
 * HTTP+SSE (2024-11-05): one event stream that first names the address where messages are posted to, and then carries
 * every answer. The connection lives as long as that stream.
 */
package io.mehari.upstream.http.sse;
