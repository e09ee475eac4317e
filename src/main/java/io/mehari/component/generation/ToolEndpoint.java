package io.mehari.component.generation;

import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;

/** A {@code tool:} address: a tool of a server or of a route. */
@Metadata(description = "Calls any tool through the whole pipeline, for the caller of the call that the route works on")
@UriEndpoint(scheme = "tool", title = "Tool", syntax = "tool:server/name", firstVersion = "0.1.0", producerOnly = true)
public final class ToolEndpoint extends DefaultEndpoint {
    @UriPath(description = "Server of the tool; camel for tools that are routes, unless they name another")
    @Metadata(required = true)
    private final String server;

    @UriPath(description = "Name of the tool")
    @Metadata(required = true)
    private final String name;

    /**
     * An endpoint.
     *
     * @param uri the whole address
     * @param component its component
     * @param server server of the tool
     * @param name name of the tool
     */
    ToolEndpoint(String uri, ToolComponent component, String server, String name) {
        super(uri, component);
        this.server = server;
        this.name = name;
    }

    @Override
    public Producer createProducer() {
        return new ToolProducer(this, (ToolComponent) getComponent());
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new IllegalArgumentException(
                "tool: can only call tools: use it in to, and start a route that is a tool from ai-tool:");
    }

    /**
     * The server of the tool.
     *
     * @return never null
     */
    public String getServer() {
        return server;
    }

    /**
     * The name of the tool.
     *
     * @return never null
     */
    public String getName() {
        return name;
    }
}
