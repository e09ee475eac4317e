/** MCP messages on a JSON tree: JSON-RPC, methods, error codes and protocol versions. Knows neither Spring nor Camel. */
package io.mehari.protocol;
