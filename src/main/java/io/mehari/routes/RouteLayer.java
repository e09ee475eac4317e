package io.mehari.routes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Which layer a route file comes from: the shipped set, or the folder that lies over it.
 *
 * @param file folder and file name
 * @param origin what the folder says about it
 */
public record RouteLayer(String file, Origin origin) {
    /** Files that a line of the log names. */
    private static final int MOST_NAMED = 10;

    /** Where a route file comes from. */
    public enum Origin {
        /** The jar: it follows the version of the gateway. */
        SHIPPED,
        /** The folder, with the content that the jar has as well: without it nothing would change. */
        COPY,
        /** The folder, in place of the shipped file. */
        CHANGED,
        /** The folder; the jar has none of the name. */
        OWN,
        /** Nowhere: an empty file in the folder switches the shipped one off. */
        OFF;

        /** Its name in answers. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The layers of a set.
     *
     * @param set the files that were read
     * @param shipped what the jar has in the same folders; empty where it is not used
     * @return in order of names
     */
    static List<RouteLayer> of(List<RouteFile> set, List<RouteFile> shipped) {
        Map<String, RouteFile> rest =
                new TreeMap<>(shipped.stream().collect(Collectors.toMap(RouteFile::name, file -> file, (a, b) -> a)));
        List<RouteLayer> layers = new ArrayList<>();
        for (RouteFile file : set) {
            layers.add(new RouteLayer(file.name(), originOf(file, rest.remove(file.name()))));
        }
        rest.keySet().forEach(name -> layers.add(new RouteLayer(name, Origin.OFF)));
        layers.sort(Comparator.comparing(RouteLayer::file));
        return List.copyOf(layers);
    }

    /** What the folder says, for people: {@code " (tools/a.camel.yaml own, ...)"}; empty if nothing differs from the jar. */
    static String summary(List<RouteLayer> layers) {
        List<String> differing = layers.stream()
                .filter(layer -> layer.origin() != Origin.SHIPPED && layer.origin() != Origin.COPY)
                .map(layer -> layer.file() + " " + layer.origin().word())
                .toList();
        if (differing.isEmpty() || differing.size() == layers.size()) {
            return "";
        }
        int more = differing.size() - MOST_NAMED;
        String names = String.join(", ", differing.subList(0, Math.min(MOST_NAMED, differing.size())));
        return " (" + names + (more > 0 ? " and " + more + " more" : "") + ")";
    }

    private static Origin originOf(RouteFile file, RouteFile shipped) {
        if (file.shipped()) {
            return Origin.SHIPPED;
        }
        if (shipped == null) {
            return Origin.OWN;
        }
        return file.equals(shipped) ? Origin.COPY : Origin.CHANGED;
    }
}
