/** Connections to upstream MCP servers: state, settings, tools and calls, whatever the transport. */
package io.mehari.upstream;
