package io.mehari.catalog.group;

import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.GroupSettings.Group;
import io.mehari.text.Counted;
import io.mehari.text.NearestNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/** What is odd about groups and yet no error: they name what is not there. Stateless. */
public final class GroupRemarks {
    private GroupRemarks() {}

    /**
     * Names of servers that no server has.
     *
     * @param settings the groups
     * @param known every name of a server
     * @return a sentence for each
     */
    public static List<String> ofServers(GroupSettings settings, Collection<String> known) {
        List<String> remarks = new ArrayList<>();
        new TreeMap<>(settings.groups())
                .forEach((name, group) -> named(group).stream()
                        .filter(server -> !known.contains(server))
                        .forEach(server -> remarks.add("Group " + name + ": there is no server named \"" + server + '"'
                                + meant(NearestNames.of(server, known)))));
        return remarks;
    }

    /**
     * Tools that are not there, at servers that have told theirs, and groups in which there is nothing.
     *
     * @param groups the groups
     * @param catalog all tools
     * @return a sentence for each
     */
    public static List<String> ofTools(ToolGroups groups, ToolCatalog catalog) {
        List<String> remarks = new ArrayList<>();
        boolean complete = catalog.servers().stream()
                .noneMatch(server -> catalog.tools(server).isEmpty());
        for (ToolGroup group : groups.all()) {
            group.settings().tools().stream()
                    .map(GroupPattern::of)
                    .filter(GroupPattern::isExact)
                    .filter(pattern -> !catalog.tools(pattern.server()).isEmpty()
                            && catalog.find(pattern.server(), pattern.tool()).isEmpty())
                    .forEach(pattern -> remarks.add("Group " + group.name() + ": server " + pattern.server()
                            + " has no tool named \"" + pattern.tool() + '"'
                            + meant(NearestNames.of(pattern.tool(), namesOf(catalog, pattern.server())))));
            if (complete && group.tools().isEmpty()) {
                remarks.add("Group " + group.name() + " is empty: of "
                        + Counted.of(catalog.tools().size(), "tool") + " none matches it");
            }
        }
        return remarks;
    }

    private static List<String> namesOf(ToolCatalog catalog, String server) {
        return catalog.tools(server).stream().map(Tool::name).toList();
    }

    private static Set<String> named(Group group) {
        Set<String> servers = new LinkedHashSet<>(group.servers());
        List<String> patterns = new ArrayList<>(group.tools());
        patterns.addAll(group.except());
        patterns.stream()
                .filter(text -> GroupPattern.problem(text).isEmpty())
                .map(text -> GroupPattern.of(text).server())
                .filter(server -> server.indexOf('*') < 0)
                .forEach(servers::add);
        return servers;
    }

    private static String meant(List<String> nearest) {
        return nearest.isEmpty() ? "" : "; did you mean " + String.join(", ", nearest) + "?";
    }
}
