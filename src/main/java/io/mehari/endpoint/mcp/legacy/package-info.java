/** The legacy era at the gateway's own MCP endpoint: versions up to 2025-11-25, which have sessions. */
package io.mehari.endpoint.mcp.legacy;
