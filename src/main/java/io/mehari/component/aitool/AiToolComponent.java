package io.mehari.component.aitool;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.PropertiesHelper;

/**
 * {@code ai-tool:name} makes the route that starts from it a tool. Consumer only. URI options and headers are those of
 * Apache Camel 4.22's component of that name, so that routes can move to it unchanged.
 */
public final class AiToolComponent extends DefaultComponent {
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        LineEnds.prepare(getCamelContext());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LineEnds.restoreIn(parameters);
        AiToolEndpoint endpoint = new AiToolEndpoint(uri, this, remaining);
        endpoint.setParameters(PropertiesHelper.extractProperties(parameters, "parameter."));
        endpoint.setOutputParameters(PropertiesHelper.extractProperties(parameters, "outputParameter."));
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
