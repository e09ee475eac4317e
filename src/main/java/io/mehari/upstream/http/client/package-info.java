/** HTTP to one server, as both HTTP transports use it: exchanges, event streams, bounds. Knows nothing of MCP. */
package io.mehari.upstream.http.client;
