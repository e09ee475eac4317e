package io.mehari.component.generation;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.component.direct.DirectComponent;

/**
 * {@code direct:} in a generation. Routes that hand an exchange round and round end with a failure instead of filling
 * the memory: at most {@value Hops#DEEPEST} routes stand around each other in one call. An address without a route is a
 * failure at once, never a wait on an event loop. Safe for concurrent use.
 */
public final class BoundedDirectComponent extends DirectComponent {
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        BoundedDirectEndpoint endpoint = new BoundedDirectEndpoint(uri, this);
        setProperties(endpoint, parameters);
        endpoint.setBlock(false);
        return endpoint;
    }
}
