package io.mehari.endpoint.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which route an address or a bean of a step leads to. Filled by one thread, then only read. */
final class RouteTargets {
    /** The route by which calls enter the pipeline. */
    private static final String PIPELINE = "tool-call";

    /** Beans that make calls, which no address in a route file says. */
    private static final List<String> CALLERS =
            List.of("mcpDispatch", "restAnswers", "toolCallCommand", "deadLetterReplay");

    /** The bean that runs tools that are routes. */
    private static final String TOOL_RUNNER = "camelTools";

    /** Where addresses that are made for each call lead, by the property in them: all routes of a group. */
    private static final Map<String, String> GROUPS = Map.of("mehariRoute", "upstream", "mehariRecoverBy", "recovery");

    private static final Pattern PROPERTY = Pattern.compile("\\$\\{exchangeProperty[.\\[]([A-Za-z]+)");

    private final Map<String, String> byAddress = new TreeMap<>();
    private final Map<String, List<String>> byGroup = new TreeMap<>();

    /**
     * Makes a route known.
     *
     * @param id of the route
     * @param group of the route; null if it has none
     * @param from where it begins
     */
    void add(String id, String group, String from) {
        String address = plain(from);
        byAddress.putIfAbsent(address, id);
        if (address.startsWith("direct:")) {
            byGroup.computeIfAbsent(group == null ? "" : group, any -> new ArrayList<>())
                    .add(id);
        }
    }

    /** The routes that an address leads to; none where it leads out of the gateway. */
    List<String> ofAddress(String uri) {
        Matcher property = PROPERTY.matcher(uri);
        if (property.find()) {
            return byGroup.getOrDefault(GROUPS.getOrDefault(property.group(1), "?"), List.of());
        }
        String address = plain(uri);
        if (address.startsWith("generation:")) {
            return known("direct:" + address.substring("generation:".length()));
        }
        return address.startsWith("tool:") ? known("direct:" + PIPELINE) : known(address);
    }

    /** The routes that a bean hands calls to; none for most. */
    List<String> ofBean(String name) {
        if (TOOL_RUNNER.equals(name)) {
            return byAddress.entrySet().stream()
                    .filter(route -> route.getKey().startsWith("ai-tool:"))
                    .map(Map.Entry::getValue)
                    .toList();
        }
        return CALLERS.contains(name) ? known("direct:" + PIPELINE) : List.of();
    }

    private List<String> known(String address) {
        String route = byAddress.get(address);
        return route == null ? List.of() : List.of(route);
    }

    /** {@code direct://name?a=b} as {@code direct:name}. */
    private static String plain(String uri) {
        int question = uri.indexOf('?');
        String address = question < 0 ? uri : uri.substring(0, question);
        return address.replaceFirst(":(//|/)?", ":");
    }
}
