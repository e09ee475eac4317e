/** The {@code mcp:} Camel component: calls a tool of an upstream. */
package io.mehari.component.mcp;
