/** What MCP clients need of servers beyond the connection that all share: connections of their own. */
package io.mehari.upstream.client;
