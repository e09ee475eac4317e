/** Upstream servers that speak HTTP+SSE, the transport of version 2024-11-05. */
package io.mehari.upstream.http.sse;
