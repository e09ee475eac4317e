package io.mehari.component.mcp;

import io.mehari.call.Client;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.Upstreams;
import io.mehari.upstream.client.ClientConnections;
import io.netty.util.Timer;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
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
    private BiFunction<String, Client, Optional<Upstream>> forClients;
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
        ClientConnections own = CamelContextHelper.findSingleByType(getCamelContext(), ClientConnections.class);
        forClients = own == null ? (server, client) -> upstreams.find(server) : own::of;
        timer = CamelContextHelper.mandatoryFindSingleByType(getCamelContext(), Timer.class);
    }

    Upstreams upstreams() {
        return upstreams;
    }

    /** Finds the connection to a server that calls of a client take. */
    BiFunction<String, Client, Optional<Upstream>> forClients() {
        return forClients;
    }

    LongSupplier nanoTime() {
        return nanoTime;
    }

    Timer timer() {
        return timer;
    }
}
