package io.mehari.component.gatewayapi;

import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.Endpoint;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.util.PropertiesHelper;

/**
 * {@code gateway-api:get:/api/v1/tools} answers what {@code GET /api/v1/tools} does, without HTTP. The body is an object of
 * parameters; the body afterwards is the {@code data} of the answer. Producer only.
 */
public final class GatewayApiComponent extends DefaultComponent {
    private GatewayOperations operations;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        GatewayApiEndpoint endpoint = new GatewayApiEndpoint(uri, this, remaining);
        Map<String, String> byCommand = new TreeMap<>();
        PropertiesHelper.extractProperties(parameters, "operation.")
                .forEach((command, operation) -> byCommand.put(command, String.valueOf(operation)));
        endpoint.setOperations(byCommand);
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        operations = CamelContextHelper.mandatoryFindSingleByType(getCamelContext(), GatewayOperations.class);
    }

    /**
     * What can be asked for.
     *
     * @return null before the component is initialized
     */
    GatewayOperations operations() {
        return operations;
    }
}
