package io.mehari.recording;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.apache.camel.Channel;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.Service;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.support.processor.DelegateAsyncProcessor;
import org.apache.camel.support.service.ServiceHelper;

/**
 * Stands around the steps of running routes while it is wanted. Camel has a channel in front of each step, which hands over to
 * a delegate that can be replaced: so nothing has to be there before, and nothing is left behind. A thread that reads the
 * delegate meanwhile gets either; both run the step. Not safe for concurrent use.
 */
final class StepProbes {
    private final List<Armed> armed = new ArrayList<>();
    private final StepProbe.Taker taker;

    private record Armed(DelegateAsyncProcessor channel, StepProbe probe) {}

    StepProbes(StepProbe.Taker taker) {
        this.taker = taker;
    }

    /** Stands around the steps of all routes of a context, those of their error handling included. */
    void arm(CamelContext context) {
        Map<String, NamedNode> steps = steps((ModelCamelContext) context);
        for (Route route : context.getRoutes()) {
            Stream.concat(Stream.of(route.getProcessor()), route.getOnExceptions().stream())
                    .forEach(processor -> arm(route.getRouteId(), processor, steps));
        }
    }

    private void arm(String route, Processor processor, Map<String, NamedNode> steps) {
        if (!(processor instanceof Service service)) {
            return;
        }
        for (Service each : ServiceHelper.getChildServices(service)) {
            if (each instanceof Channel
                    && each instanceof DelegateAsyncProcessor channel
                    && channel.getProcessor() != null
                    && !(channel.getProcessor() instanceof StepProbe)) {
                StepProbe probe = new StepProbe(route, channel.getProcessor(), steps, taker);
                channel.setProcessor((AsyncProcessor) probe);
                armed.add(new Armed(channel, probe));
            }
        }
    }

    /** Stands around nothing any more. */
    void disarm() {
        armed.forEach(each -> {
            if (each.channel().getProcessor() == each.probe()) { // a route that was started again has its own
                each.channel().setProcessor(each.probe().step());
            }
        });
        armed.clear();
    }

    /** How many steps it stands around. */
    int size() {
        return armed.size();
    }

    private static Map<String, NamedNode> steps(ModelCamelContext context) {
        Map<String, NamedNode> steps = new HashMap<>();
        for (RouteDefinition route : context.getRouteDefinitions()) {
            add(steps, route.getOutputs());
        }
        return steps;
    }

    private static void add(Map<String, NamedNode> steps, Collection<ProcessorDefinition<?>> outputs) {
        for (ProcessorDefinition<?> step : outputs) {
            if (step.getId() != null) {
                steps.putIfAbsent(step.getId(), step);
            }
            add(steps, step.getOutputs());
        }
    }
}
