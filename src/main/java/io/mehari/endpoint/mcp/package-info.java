/**
 * The gateway as an MCP server, for clients of both eras: who is let in, which era a message belongs to, and the steps of
 * the ingress routes.
 */
package io.mehari.endpoint.mcp;
