package io.mehari.endpoint.mcp.method;

import io.mehari.endpoint.mcp.message.McpView;

/**
 * Asks the servers of a view for log messages: each is asked for the most verbose level that anybody wants of it. Safe for
 * concurrent use.
 */
public interface LogLevels {
    /**
     * Wants log messages from now on.
     *
     * @param view of which servers
     * @param level one of RFC 5424 as MCP has them: {@code debug} to {@code emergency}
     * @return takes the wish back; may be run more than once
     * @throws io.mehari.endpoint.mcp.message.McpErrorException -32602 if there is no such level
     */
    Runnable want(McpView view, String level);
}
