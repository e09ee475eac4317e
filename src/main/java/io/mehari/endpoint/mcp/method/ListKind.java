package io.mehari.endpoint.mcp.method;

import io.mehari.protocol.McpMethod;

/** The lists of a view of whose changes clients can be told (MCP 2025-11-25 and 2026-07-28, {@code list_changed}). */
public enum ListKind {
    /** Tools. */
    TOOLS(McpMethod.TOOLS_LIST_CHANGED),
    /** Resources and their templates: the protocol has one notification for both. */
    RESOURCES(McpMethod.RESOURCES_LIST_CHANGED),
    /** Prompts. */
    PROMPTS(McpMethod.PROMPTS_LIST_CHANGED);

    private final String notification;

    ListKind(String notification) {
        this.notification = notification;
    }

    /**
     * The notification that tells of a change.
     *
     * @return such as {@code notifications/tools/list_changed}
     */
    public String notification() {
        return notification;
    }
}
