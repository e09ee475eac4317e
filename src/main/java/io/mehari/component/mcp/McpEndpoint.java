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

/**
 * An {@code mcp:} address: an upstream MCP server. Options are set before the route starts and not changed afterwards.
 */
@Metadata(description = "One attempt to call a tool of an MCP server, without retry, breaker and cache")
@UriEndpoint(scheme = "mcp", title = "MCP", syntax = "mcp:server", firstVersion = "0.1.0", producerOnly = true)
public final class McpEndpoint extends DefaultEndpoint {
    @UriPath(description = "Name of the upstream, as configured in mcp-servers.json")
    @Metadata(required = true)
    private final String server;

    @UriParam(
            description = "What to do at the upstream: callTool, or listTools, which leaves the list of tool"
                    + " definitions as last read in the body",
            defaultValue = "callTool")
    private Operation operation = Operation.callTool;

    @UriParam(
            description = "Tool to call. Without it the tool of the call in progress is called; with it a route"
                    + " can use any tool of any upstream")
    private String tool;

    @UriParam(
            description = "Longest wait for one attempt; progress starts it again. Without it the limit configured"
                    + " for the tool holds")
    private Duration timeout;

    /** What {@code mcp:} can do at an upstream; constants are spelled as users write them. */
    public enum Operation {
        /** {@code tools/call}. */
        callTool,
        /** The tools as last read from the upstream. */
        listTools
    }

    /**
     * An endpoint without options.
     *
     * @param uri the whole address
     * @param component its component
     * @param server what follows the scheme
     */
    McpEndpoint(String uri, McpComponent component, String server) {
        super(uri, component);
        this.server = server;
    }

    @Override
    public Producer createProducer() {
        McpComponent component = (McpComponent) getComponent();
        return operation == Operation.listTools
                ? new ListToolsProducer(this, component.upstreams())
                : new CallToolProducer(this, component.forClients(), component.timer(), component.nanoTime());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new IllegalArgumentException(
                "mcp: can only call upstreams: use it in to, and start a route that is a tool from ai-tool:");
    }

    /**
     * The name of the upstream.
     *
     * @return never null
     */
    public String getServer() {
        return server;
    }

    /**
     * What to do at the upstream.
     *
     * @return {@link Operation#callTool} unless it is set
     */
    public Operation getOperation() {
        return operation;
    }

    /**
     * Sets what to do at the upstream.
     *
     * @param operation not null
     */
    public void setOperation(Operation operation) {
        this.operation = operation;
    }

    /**
     * The tool to call.
     *
     * @return null for the tool of the call in progress
     */
    public String getTool() {
        return tool;
    }

    /**
     * Sets the tool to call.
     *
     * @param tool null for the tool of the call in progress
     */
    public void setTool(String tool) {
        this.tool = tool;
    }

    /**
     * The longest wait for one attempt; progress starts it again.
     *
     * @return null for the limit configured for the tool
     */
    public Duration getTimeout() {
        return timeout;
    }

    /**
     * Sets the longest wait for one attempt.
     *
     * @param timeout null for the limit configured for the tool
     */
    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }
}
