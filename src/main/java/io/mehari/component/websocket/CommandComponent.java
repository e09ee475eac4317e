package io.mehari.component.websocket;

import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/** {@code websocket-command:name} makes the route that starts from it a command of the live plane. Consumer only. */
public final class CommandComponent extends DefaultComponent {
    private CommandRegistry commands;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        CommandEndpoint endpoint = new CommandEndpoint(uri, this, remaining);
        setProperties(endpoint, parameters);
        return endpoint;
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        commands = CamelContextHelper.mandatoryFindSingleByType(getCamelContext(), CommandRegistry.class);
    }

    /**
     * Where commands are known.
     *
     * @return null before the component is initialized
     */
    CommandRegistry commands() {
        return commands;
    }
}
