package io.mehari.endpoint.mcp.method;

import io.mehari.protocol.McpMethod;
import io.mehari.upstream.Offer.Kind;
import java.util.List;

/** The lists of a view of whose changes clients can be told (MCP 2025-11-25 and 2026-07-28, {@code list_changed}). */
public enum ListKind {
    /** Tools. */
    TOOLS(McpMethod.TOOLS_LIST_CHANGED, Kind.TOOLS),
    /** Resources and their templates: the protocol has one notification for both. */
    RESOURCES(McpMethod.RESOURCES_LIST_CHANGED, Kind.RESOURCES, Kind.RESOURCE_TEMPLATES),
    /** Prompts. */
    PROMPTS(McpMethod.PROMPTS_LIST_CHANGED, Kind.PROMPTS);

    private final String notification;
    private final List<Kind> lists;

    ListKind(String notification, Kind... lists) {
        this.notification = notification;
        this.lists = List.of(lists);
    }

    /** The lists that it stands for. */
    List<Kind> lists() {
        return lists;
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
