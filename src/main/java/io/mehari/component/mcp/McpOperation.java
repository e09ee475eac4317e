package io.mehari.component.mcp;

/** What {@code mcp:} can do at an upstream; constants are spelled as users write them. */
public enum McpOperation {
    /** {@code tools/call}. */
    callTool,
    /** The tools as last read from the upstream. */
    listTools
}
