/** Upstream servers that are reached by streamable HTTP, and the factory of all that are reached by HTTP. */
package io.mehari.upstream.http;
