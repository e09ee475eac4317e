package io.mehari.component.generation;

import java.util.List;
import java.util.function.Function;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.model.ProcessDefinition;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;

/**
 * Leaves steps out of routes before they are built whose part is switched off. Those inside of other steps stay, where they do
 * nothing, and so do all of a route that has no others, which Camel does not build without one. Camel's own {@code disabled}
 * would leave a step that does nothing.
 */
public final class SwitchedSteps {
    private SwitchedSteps() {}

    /**
     * Leaves out what is off.
     *
     * @param context not started; knows the beans that steps name
     * @param settings what holds; asked only about steps that are there, so that routes are built again when it changes
     */
    public static void leaveOut(ModelCamelContext context, Function<String, String> settings) {
        for (RouteDefinition route : context.getRouteDefinitions()) {
            List<ProcessorDefinition<?>> steps = route.getOutputs();
            List<ProcessorDefinition<?>> off = steps.stream()
                    .filter(step -> isOff(context, step, settings))
                    .toList();
            if (off.size() < steps.size()) {
                steps.removeAll(off);
            }
        }
    }

    private static boolean isOff(CamelContext context, ProcessorDefinition<?> step, Function<String, String> settings) {
        return step instanceof ProcessDefinition process
                && process.getRef() != null
                && !process.getRef().contains("{{")
                && context.getRegistry().lookupByName(process.getRef()) instanceof SwitchedStep switched
                && !switched.isOn(settings);
    }
}
