/** What MCP clients can ask for, whatever their era: each method takes params and gives the result object. */
package io.mehari.endpoint.mcp.method;
