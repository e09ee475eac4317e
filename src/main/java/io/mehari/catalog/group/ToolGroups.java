package io.mehari.catalog.group;

import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolCatalog;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The configured tool groups, whatever the protocol by which clients ask for them. Safe for concurrent use. */
public final class ToolGroups {
    private final ToolCatalog catalog;
    private final ServerAliases aliases;
    private volatile Map<String, ToolGroup> byName;

    /**
     * The groups of a gateway.
     *
     * @param settings what is in them; checked
     * @param catalog all tools
     * @param aliases names of servers as their file has them
     */
    public ToolGroups(GroupSettings settings, ToolCatalog catalog, ServerAliases aliases) {
        this.catalog = catalog;
        this.aliases = aliases;
        this.byName = of(settings);
    }

    private Map<String, ToolGroup> of(GroupSettings settings) {
        Map<String, ToolGroup> groups = new TreeMap<>();
        settings.groups().forEach((name, group) -> groups.put(name, new ToolGroup(name, group, catalog, aliases)));
        return groups;
    }

    /**
     * Replaces all groups. Clients of a group that has gone see nothing in it.
     *
     * @param settings what is in them; checked
     */
    public void replace(GroupSettings settings) {
        byName = of(settings);
        catalog.shownOtherwise();
    }

    /**
     * The group of this name.
     *
     * @param name in the case in which it is configured
     * @return empty if there is none
     */
    public Optional<ToolGroup> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * All groups.
     *
     * @return by name
     */
    public Collection<ToolGroup> all() {
        return byName.values();
    }
}
