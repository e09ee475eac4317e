package io.mehari.component.aitool;

import java.io.IOException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.Processor;
import org.apache.camel.Suspendable;
import org.apache.camel.support.DefaultConsumer;

/** Lists its route as a tool while the route runs; suspended, it is listed and not called. */
final class AiToolConsumer extends DefaultConsumer implements Suspendable {
    private AiTool tool;

    /**
     * The start of one route.
     *
     * @param endpoint describes the tool
     * @param processor the rest of the route
     */
    AiToolConsumer(AiToolEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        try {
            tool = new AiTool(
                    getEndpoint().getServer(),
                    getEndpoint().getToolName(),
                    AiToolDefinition.of(getEndpoint()),
                    getAsyncProcessor());
            AiToolRegistry.of(getEndpoint().getCamelContext()).add(tool);
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            throw new FailedToStartRouteException(getRouteId(), e.getMessage(), e); // which names the route
        }
    }

    @Override
    protected void doSuspend() {
        AiToolRegistry.of(getEndpoint().getCamelContext()).suspend(tool, getRouteId());
    }

    @Override
    protected void doResume() {
        AiToolRegistry.of(getEndpoint().getCamelContext()).resume(tool);
    }

    @Override
    protected void doStop() throws Exception {
        AiToolRegistry.of(getEndpoint().getCamelContext()).remove(tool);
        super.doStop();
    }

    @Override
    public AiToolEndpoint getEndpoint() {
        return (AiToolEndpoint) super.getEndpoint();
    }
}
