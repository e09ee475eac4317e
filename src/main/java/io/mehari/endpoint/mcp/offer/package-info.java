/** What of the catalogue an MCP client sees: the lists of a view, under which names, in pages, and where each entry leads. */
package io.mehari.endpoint.mcp.offer;
