package io.mehari.routes;

import io.mehari.library.Library;
import io.mehari.routes.check.Finding;
import io.mehari.routes.check.GatewayBeans;
import io.mehari.routes.check.NamedRecoveries;
import io.mehari.routes.check.RouteCheck;
import io.mehari.routes.check.SourceFile;
import io.mehari.routes.check.Surroundings;
import io.mehari.text.Counted;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.Upstreams;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.camel.spi.BeanRepository;

/** Every mistake in a set of route files that has been refused for the first of them. */
final class RouteMistakes {
    private final BeanRepository beans;
    private final Function<String, String> properties;
    private final Upstreams upstreams;
    private Library library;

    RouteMistakes(BeanRepository beans, Function<String, String> properties, Upstreams upstreams) {
        this.beans = beans;
        this.properties = properties;
        this.upstreams = upstreams;
    }

    /** Components and classes are also looked for in these jars. */
    RouteMistakes with(Library jars) {
        library = jars;
        return this;
    }

    /**
     * The refusal with every mistake that can be found by reading the files.
     *
     * @param files the set
     * @param first why it was refused
     * @return the same if reading finds nothing
     */
    InvalidRoutesException in(List<RouteFile> files, InvalidRoutesException first) {
        List<SourceFile> sources = files.stream()
                .map(file -> new SourceFile(file.name(), file.content(), RouteFiles.isFixed(file.name())))
                .toList();
        List<Finding> errors = RouteCheck.of(sources, surroundings()).stream()
                .filter(Finding::isError)
                .toList();
        if (errors.isEmpty()) {
            return first;
        }
        boolean known = errors.stream().anyMatch(error -> first.getMessage().contains(error.file()));
        if (known && errors.size() == 1) {
            return new InvalidRoutesException(errors.get(0).toString(), first);
        }
        String others = errors.stream().map(error -> "\n  - " + error).collect(Collectors.joining());
        int count = errors.size() + (known ? 0 : 1);
        String message = "The route files have " + Counted.of(count, "problem") + ":" + others
                + (known ? "" : "\n  - " + first.getMessage());
        return new InvalidRoutesException(message, first);
    }

    private Surroundings surroundings() {
        Map<String, Class<?>> types = new HashMap<>(GatewayBeans.find());
        beans.findByTypeWithName(Object.class).forEach((name, bean) -> types.put(name, bean.getClass()));
        Set<String> servers = upstreams.all().stream().map(Upstream::name).collect(Collectors.toSet());
        return new Surroundings(
                types, servers, properties, library.loader(), library.routeClasses(), NamedRecoveries.NONE);
    }
}
