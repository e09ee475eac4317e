package io.mehari.routes;

import io.mehari.component.aioffer.OfferEndpoint;
import io.mehari.component.aitool.AiToolEndpoint;
import io.mehari.text.NearestNames;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.Upstreams;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteConfigurationDefinition;
import org.apache.camel.model.RouteDefinition;

/** What is odd about a set of route files although it can be run, and what is wrong with it before it starts. */
final class RouteWarnings {
    private static final Pattern OFFERED = Pattern.compile("uri: [\"']?ai-(?:tool|resource|prompt):");

    private RouteWarnings() {}

    /**
     * Checks names that Camel passes over in silence.
     *
     * @throws InvalidRoutesException if a route names a route configuration that there is none of, or two routes are
     *     one tool, resource or prompt
     */
    static void refuseSilentMistakes(DefaultCamelContext context, RouteOrigins origins) {
        List<String> configurations = context.getRouteConfigurationDefinitions().stream()
                .map(RouteConfigurationDefinition::getId)
                .toList();
        for (RouteDefinition route : context.getRouteDefinitions()) {
            for (String id : idsOf(route.getRouteConfigurationId())) {
                if (!configurations.contains(id) && !id.contains("*")) {
                    throw new InvalidRoutesException(
                            origins.placeOf(route.getId()) + ": no routeConfiguration is called " + id
                                    + nearest(id, configurations),
                            null);
                }
            }
        }
        Map<String, String> offers = new HashMap<>();
        for (Route route : context.getRoutes()) {
            String place = origins.placeOf(route.getRouteId());
            String offer = offerOf(route, place);
            String first = offer == null ? null : offers.putIfAbsent(offer, place);
            if (first != null) {
                throw new InvalidRoutesException(
                        place + ": Two routes offer the " + offer + ", the other is " + first, null);
            }
        }
    }

    /** What a route offers, or null. */
    private static String offerOf(Route route, String place) {
        if (route.getEndpoint() instanceof AiToolEndpoint tool) {
            return "tool " + tool.getToolName() + " under server " + tool.getServer();
        }
        if (!(route.getEndpoint() instanceof OfferEndpoint offer)) {
            return null;
        }
        try {
            return offer.describe(null).title() + " under server " + offer.getServer();
        } catch (IOException | IllegalArgumentException e) {
            throw new InvalidRoutesException(place + ": " + e.getMessage(), e);
        }
    }

    /**
     * Everything that is odd about the files.
     *
     * @param context of the generation that serves
     * @param passedOver files that look as if they were meant to be read
     * @param once files whose routes exist once
     * @param fixed the routes that exist once, where they change
     * @return a sentence each, without secrets
     */
    static List<String> of(
            CamelContext context, List<String> passedOver, List<RouteFile> once, Optional<FixedSets> fixed) {
        Placeholders secrets = Placeholders.of(context);
        List<String> found = new ArrayList<>(passedOver);
        RouteOrigins.of(context).warnings().forEach(warning -> found.add(secrets.hide(warning)));
        fixed.ifPresent(sets -> found.addAll(sets.warnings()));
        for (RouteFile file : once) {
            if (OFFERED.matcher(new String(file.content(), StandardCharsets.UTF_8))
                    .find()) {
                found.add(file.name() + ": a tool, resource or prompt in this folder is not listed: move it to tools/,"
                        + " resources/ or prompts/");
            }
        }
        return List.copyOf(found);
    }

    /** Odd things in the routes of a context. */
    static List<String> of(DefaultCamelContext context, RouteOrigins origins, Upstreams upstreams) {
        List<String> warnings = new ArrayList<>();
        Set<String> served = new HashSet<>();
        context.getRoutes()
                .forEach(route ->
                        served.add(RouteSteps.withoutOptions(route.getEndpoint().getEndpointUri())));
        List<String> servers = upstreams.all().stream().map(Upstream::name).toList();
        for (RouteDefinition route : context.getRouteDefinitions()) {
            String place = origins.placeOf(route.getId());
            for (String target : RouteSteps.targets(context, route)) {
                if (target.startsWith("seda://") && !served.contains(target)) {
                    warnings.add(
                            place + ": sends to " + target + ", from which no route starts: messages pile up there");
                } else if (target.startsWith("mcp://") && !servers.contains(target.substring("mcp://".length()))) {
                    String name = target.substring("mcp://".length());
                    warnings.add(place + ": no server is called " + name + nearest(name, servers));
                }
            }
            if (route.getId().equals(GenerationBuilder.ENTRY) && route.getRouteConfigurationId() == null) {
                warnings.add(place + ": no routeConfigurationId: failures leave no dead letter and answer 500");
            }
        }
        return warnings;
    }

    private static List<String> idsOf(String ids) {
        return ids == null ? List.of() : List.of(ids.strip().split("\\s*,\\s*"));
    }

    private static String nearest(String name, List<String> names) {
        List<String> nearest = NearestNames.of(name, names);
        return nearest.isEmpty() ? "" : ". Did you mean " + String.join(" or ", nearest) + "?";
    }
}
