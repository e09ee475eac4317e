package io.mehari.component.mcp;

import io.mehari.upstream.Upstreams;
import io.netty.util.Timer;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.camel.Endpoint;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code mcp:server} calls a tool of the upstream of that name, without blocking. Producer only.
 *
 * <p>Body in: the arguments (JSON tree, map, or JSON text). Body out: the {@code tools/call} result as a JSON
 * tree. A failed attempt ends in a {@link io.mehari.call.ToolCallException}.
 */
public final class McpComponent extends DefaultComponent {
    private Upstreams upstreams;
    private Timer timer;
    private final LongSupplier nanoTime;

    /** Made by Camel for the scheme {@code mcp}. */
    public McpComponent() {
        this(System::nanoTime);
    }

    McpComponent(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        McpEndpoint endpoint = new McpEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        upstreams = CamelContextHelper.mandatoryFindSingleByType(getCamelContext(), Upstreams.class);
        timer = CamelContextHelper.mandatoryFindSingleByType(getCamelContext(), Timer.class);
    }

    Upstreams upstreams() {
        return upstreams;
    }

    LongSupplier nanoTime() {
        return nanoTime;
    }

    Timer timer() {
        return timer;
    }
}
