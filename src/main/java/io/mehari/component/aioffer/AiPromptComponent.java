package io.mehari.component.aioffer;

import io.mehari.component.aitool.LineEnds;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.PropertiesHelper;

/**
 * {@code ai-prompt:name} makes the route that starts from it a prompt. Consumer only; options in the manner of {@code
 * ai-tool:}.
 */
public final class AiPromptComponent extends DefaultComponent {
    @Override
    protected void doInit() throws Exception {
        super.doInit();
        LineEnds.prepare(getCamelContext());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        LineEnds.restoreIn(parameters);
        AiPromptEndpoint endpoint = new AiPromptEndpoint(uri, this, remaining);
        endpoint.setArguments(PropertiesHelper.extractProperties(parameters, "argument."));
        setProperties(endpoint, parameters);
        return endpoint;
    }
}
