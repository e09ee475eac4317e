/**
 * Connections over HTTP+SSE (2024-11-05): one event stream brings every message of the server, and a second
 * address takes the client's.
 */
package io.mehari.upstream.http.sse;
