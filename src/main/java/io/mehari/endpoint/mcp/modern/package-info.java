/** The modern era at the gateway's own MCP endpoint: version 2026-07-28, which has no sessions. */
package io.mehari.endpoint.mcp.modern;
