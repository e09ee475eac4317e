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
    /** Private characters that stand for ends of lines, which Camel takes out of addresses. */
    private static final char LINE_FEED_SIGN = '\uE00A';

    private static final char CARRIAGE_RETURN_SIGN = '\uE00D';

    /**
     * A text for an option of an address of this component. The component turns the signs back.
     *
     * @param text may have several lines
     * @return the text in one line
     */
    public static String withLineEndsAsSigns(String text) {
        return text.replace('\n', LINE_FEED_SIGN).replace('\r', CARRIAGE_RETURN_SIGN);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        JsonConverters.replaceIn(getCamelContext());
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        parameters.replaceAll((option, value) -> value instanceof String text ? withLineEnds(text) : value);
        AiToolEndpoint endpoint = new AiToolEndpoint(uri, this, remaining);
        endpoint.setParameters(PropertiesHelper.extractProperties(parameters, "parameter."));
        endpoint.setOutputParameters(PropertiesHelper.extractProperties(parameters, "outputParameter."));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    private static String withLineEnds(String text) {
        return text.replace(LINE_FEED_SIGN, '\n').replace(CARRIAGE_RETURN_SIGN, '\r');
    }
}
