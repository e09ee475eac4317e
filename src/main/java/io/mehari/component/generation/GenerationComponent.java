package io.mehari.component.generation;

import io.mehari.call.CallTraces;
import java.util.Map;
import org.apache.camel.Endpoint;
import org.apache.camel.support.CamelContextHelper;
import org.apache.camel.support.DefaultComponent;

/**
 * {@code generation:name} hands an exchange to the route {@code direct:name} of the running generation, without
 * blocking, and takes its result back. Producer only.
 */
public final class GenerationComponent extends DefaultComponent {
    private RunningGeneration running;
    private CallWatchdog watchdog;
    private CallTraces traces;

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) {
        return new GenerationEndpoint(uri, this, remaining);
    }

    @Override
    protected void doInit() throws Exception {
        super.doInit();
        running = CamelContextHelper.mandatoryFindSingleByType(getCamelContext(), RunningGeneration.class);
        watchdog = CamelContextHelper.mandatoryFindSingleByType(getCamelContext(), CallWatchdog.class);
        traces = CamelContextHelper.findSingleByType(getCamelContext(), CallTraces.class);
    }

    /**
     * What makes spans of calls.
     *
     * @return null while traces are off
     */
    CallTraces traces() {
        return traces;
    }

    /**
     * The generation that serves new calls.
     *
     * @return null before the component is initialized
     */
    RunningGeneration running() {
        return running;
    }

    /**
     * The watchdog over calls that have not ended immediately.
     *
     * @return null before the component is initialized
     */
    CallWatchdog watchdog() {
        return watchdog;
    }
}
