package io.mehari.component.websocket;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code websocket-jetty:path}: messages of the WebSockets that are open at that path of the live plane, which Jetty serves.
 * Options and headers are those of Camel 3's component of that name, as far as they are of use. Connections outlive routes.
 */
public final class WebsocketComponent extends DefaultComponent {
    private SocketHub hub;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        String path = remaining.startsWith("/") ? remaining : "/" + remaining;
        WebsocketEndpoint endpoint = new WebsocketEndpoint(uri, this, path);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        hub = CamelContextHelper.mandatoryFindSingleByType(getCamelContext(), SocketHub.class);
    }

    /**
     * Who is connected.
     *
     * @return null before the component is initialized
     */
    SocketHub hub() {
        return hub;
    }
}
