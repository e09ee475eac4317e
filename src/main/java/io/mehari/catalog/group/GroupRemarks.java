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
import java.util.stream.Stream;

/** What is odd about groups and yet no error: they name what is not there. Stateless. */
public final class GroupRemarks {
    private GroupRemarks() {}

    /**
     * {@return a sentence for each name of a server that no server has}
     *
     * @param settings the groups
     * @param known every name of a server
     */
    public static List<String> ofServers(GroupSettings settings, Collection<String> known) {
        List<String> remarks = new ArrayList<>();
        new TreeMap<>(settings.groups())
                .forEach((name, group) -> named(group).stream()
                        .filter(server -> !known.contains(server))
                        .forEach(server -> remarks.add("Group " + name + ": there is no server named \"" + server + '"'
                                + NearestNames.suggestion(server, known))));
        return remarks;
    }

    /**
     * {@return a sentence for each tool that is not there, at servers that have told theirs, and for each empty group}
     *
     * @param groups the groups
     * @param catalog all tools
     */
    public static List<String> ofTools(ToolGroups groups, ToolCatalog catalog) {
        List<String> remarks = new ArrayList<>();
        boolean complete = catalog.servers().stream()
                .noneMatch(server -> catalog.tools(server).isEmpty());
        for (ToolGroup group : groups.all()) {
            for (GroupPattern pattern :
                    group.settings().tools().stream().map(GroupPattern::of).toList()) {
                List<String> names =
                        catalog.tools(pattern.server()).stream().map(Tool::name).toList();
                if (pattern.isExact() && !names.isEmpty() && !names.contains(pattern.tool())) {
                    remarks.add("Group " + group.name() + ": server " + pattern.server() + " has no tool named \""
                            + pattern.tool() + '"' + NearestNames.suggestion(pattern.tool(), names));
                }
            }
            if (complete && group.tools().isEmpty()) {
                remarks.add("Group " + group.name() + " is empty: of "
                        + Counted.of(catalog.tools().size(), "tool") + " none matches it");
            }
        }
        return remarks;
    }

    private static Set<String> named(Group group) {
        Set<String> servers = new LinkedHashSet<>(group.servers());
        Stream.concat(group.tools().stream(), group.except().stream())
                .filter(text -> GroupPattern.problem(text).isEmpty())
                .map(text -> GroupPattern.of(text).server())
                .filter(server -> server.indexOf('*') < 0)
                .forEach(servers::add);
        return servers;
    }
}
