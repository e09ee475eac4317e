/**
 * MCP over the standard streams of this process, carried to the streamable HTTP endpoint of a gateway: for clients that start
 * processes. Knows both eras as far as HTTP asks more of a client than a pipe does, and nothing of what tools do.
 */
package io.mehari.bridge;
