package io.mehari.catalog.group;

import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.group.GroupSettings.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A named set of tools. It follows the catalogue: what is in it is found out anew when it is asked for and the catalogue has
 * changed, so that asking costs no more than a look into a map. A filter for what is shown, not a permission: keys decide who
 * may call. Safe for concurrent use.
 */
public final class ToolGroup {
    private final String name;
    private final Group group;
    private final List<GroupPattern> included;
    private final List<GroupPattern> excluded;
    private final ToolCatalog catalog;
    private final ServerAliases aliases;
    private volatile Members members = new Members(-1, List.of(), Map.of());

    /** What was in the group at one revision of the catalogue. */
    private record Members(long revision, List<Tool> tools, Map<String, Set<String>> names) {}

    /**
     * A group of a catalogue.
     *
     * @param name part of its path
     * @param group what is in it; checked
     * @param catalog all tools
     * @param aliases names of servers as their file has them, which settings may use
     */
    ToolGroup(String name, Group group, ToolCatalog catalog, ServerAliases aliases) {
        this.name = name;
        this.group = group;
        this.catalog = catalog;
        this.aliases = aliases;
        this.included = group.tools().stream().map(GroupPattern::of).toList();
        this.excluded = group.except().stream().map(GroupPattern::of).toList();
    }

    /**
     * Its name.
     *
     * @return part of its path
     */
    public String name() {
        return name;
    }

    /**
     * What it is for.
     *
     * @return empty if nobody said so
     */
    public String description() {
        return group.description();
    }

    /**
     * The tools in it.
     *
     * @return immutable; in the order of the catalogue
     */
    public List<Tool> tools() {
        return members().tools();
    }

    /**
     * Whether a tool may be called by way of this group.
     *
     * @param server name of its server
     * @param tool its name
     * @return true also for one that nobody knows, if it would be in the group by its name: its server may be joining
     */
    public boolean contains(String server, String tool) {
        Set<String> known = members().names().get(server);
        if (known != null && known.contains(tool)) {
            return true;
        }
        return catalog.find(server, tool).isEmpty() && isNamed(server, tool);
    }

    /**
     * Whether tools of a server can be in the group, as far as its name tells.
     *
     * @param server name of the server, whose tools need not be known
     * @return false if no tool of it ever is
     */
    public boolean concerns(String server) {
        return included.isEmpty() && group.servers().isEmpty()
                || isOfServer(server)
                || included.stream()
                        .map(GroupPattern::server)
                        .anyMatch(pattern -> GroupPattern.isLike(pattern, server)
                                || aliases.nameOf(pattern).equals(server));
    }

    /** What it was made of. */
    Group settings() {
        return group;
    }

    private Members members() {
        Members known = members;
        long revision = catalog.revision();
        if (known.revision() == revision) {
            return known;
        }
        List<Tool> tools = new ArrayList<>();
        Map<String, Set<String>> names = new HashMap<>();
        for (Tool tool : catalog.tools()) {
            if (isNamed(tool.server(), tool.name()) && group.annotations().match(tool)) {
                tools.add(tool);
                names.computeIfAbsent(tool.server(), server -> new HashSet<>()).add(tool.name());
            }
        }
        Members found = new Members(revision, List.copyOf(tools), names);
        members = found;
        return found;
    }

    private boolean isNamed(String server, String tool) {
        boolean all = included.isEmpty() && group.servers().isEmpty();
        return (all || isOfServer(server) || isAny(included, server, tool)) && !isAny(excluded, server, tool);
    }

    private boolean isOfServer(String server) {
        return group.servers().stream().anyMatch(named -> aliases.nameOf(named).equals(server));
    }

    private boolean isAny(List<GroupPattern> patterns, String server, String tool) {
        return patterns.stream()
                .anyMatch(pattern -> pattern.matches(server, tool)
                        || aliases.nameOf(pattern.server()).equals(server)
                                && GroupPattern.isLike(pattern.tool(), tool));
    }
}
