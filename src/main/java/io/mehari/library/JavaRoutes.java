package io.mehari.library;

import io.mehari.text.Causes;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteDefinition;

/** Loads the Java routes that jars bring into a context. */
public final class JavaRoutes {
    private JavaRoutes() {}

    /**
     * Adds the routes of each builder.
     *
     * @param context has the jars installed
     * @param origins is told the id of each route, and where it comes from
     * @throws InvalidLibraryException naming the class whose routes cannot be made
     */
    public static void load(DefaultCamelContext context, BiConsumer<String, String> origins) {
        for (RoutesBuilder builder : Library.of(context).routes()) {
            load(context, origins, builder);
        }
    }

    private static void load(DefaultCamelContext context, BiConsumer<String, String> origins, RoutesBuilder builder) {
        String name = builder.getClass().getName() + " (plugins)";
        List<RouteDefinition> before = List.copyOf(context.getRouteDefinitions());
        try {
            context.addRoutes(builder);
        } catch (Exception | LinkageError e) {
            throw new InvalidLibraryException(name + ": its routes cannot be made: " + Causes.of(e), e);
        }
        List<RouteDefinition> added = context.getRouteDefinitions().stream()
                .filter(route -> !before.contains(route))
                .toList();
        if (context.getRouteDefinitions().size() < before.size() + added.size()) {
            throw new InvalidLibraryException(name + ": one of its route ids is that of another route", null);
        }
        added.forEach(route -> origins.accept(route.getId(), name));
    }
}
