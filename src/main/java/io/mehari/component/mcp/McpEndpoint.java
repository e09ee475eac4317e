package io.mehari.component.mcp;

import java.time.Duration;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** An upstream MCP server as an address. */
@UriEndpoint(scheme = "mcp", title = "MCP", syntax = "mcp:server", firstVersion = "0.1.0", producerOnly = true)
public final class McpEndpoint extends DefaultEndpoint {
    @UriPath(description = "Name of the upstream, as configured in mcp-servers.json")
    @Metadata(required = true)
    private final String server;

    @UriParam(
            description = "What to do at the upstream: callTool, or listTools, whose answer is the list of tool"
                    + " definitions as last read",
            defaultValue = "callTool")
    private McpOperation operation = McpOperation.callTool;

    @UriParam(
            description = "Tool to call. Without it the tool of the call in progress is called; with it a route"
                    + " can use any tool of any upstream")
    private String tool;

    @UriParam(
            description = "Longest wait for one attempt; progress starts it again. Without it the limit configured"
                    + " for the tool holds")
    private Duration timeout;

    McpEndpoint(String uri, McpComponent component, String server) {
        super(uri, component);
        this.server = server;
    }

    @Override
    public Producer createProducer() {
        McpComponent component = (McpComponent) getComponent();
        return operation == McpOperation.listTools
                ? new ListToolsProducer(this, component.upstreams())
                : new CallToolProducer(this, component.upstreams(), component.timer(), component.nanoTime());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new IllegalArgumentException("mcp: is for calling upstreams; a route becomes a tool by ai-tool:");
    }

    /** Name of the upstream. */
    public String getServer() {
        return server;
    }

    /** What to do at the upstream. */
    public McpOperation getOperation() {
        return operation;
    }

    /** See {@link #getOperation()}. */
    public void setOperation(McpOperation operation) {
        this.operation = operation;
    }

    /** Tool to call; null for the tool of the call in progress. */
    public String getTool() {
        return tool;
    }

    /** See {@link #getTool()}. */
    public void setTool(String tool) {
        this.tool = tool;
    }

    /** Longest wait for one attempt; null for the limit configured for the tool. */
    public Duration getTimeout() {
        return timeout;
    }

    /** See {@link #getTimeout()}. */
    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }
}
