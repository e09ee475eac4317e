/** What MCP clients need of servers: connections of their own, log levels, subscriptions of resources. */
package io.mehari.upstream.client;
