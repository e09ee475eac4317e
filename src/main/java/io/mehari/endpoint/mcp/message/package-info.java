/** Messages of MCP clients on their way through the endpoint, and how they are answered, whatever the era. */
package io.mehari.endpoint.mcp.message;
