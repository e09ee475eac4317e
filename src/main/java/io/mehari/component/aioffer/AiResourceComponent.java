package io.mehari.component.aioffer;

import io.mehari.component.aitool.LineEnds;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code ai-resource:name?resourceUri=...} makes the route that starts from it a resource. Consumer only. Options are those of
 * Apache Camel 4.23's component of that name, {@code uriTemplate} is that of its successor, {@code server} the gateway's own.
 */
public final class AiResourceComponent extends DefaultComponent {
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        LineEnds.prepare(getCamelContext());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LineEnds.restoreIn(parameters);
        AiResourceEndpoint endpoint = new AiResourceEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
