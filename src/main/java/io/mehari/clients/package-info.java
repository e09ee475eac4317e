/** Configuration files of MCP clients: where they are, what stands in them for a gateway, and how they are changed with care. */
package io.mehari.clients;
