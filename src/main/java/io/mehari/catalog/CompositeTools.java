package io.mehari.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.text.Wildcard;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tools that are made of others: what they do not say of themselves is derived from those they use, anew whenever tools
 * change. Read-only is what uses read-only tools alone, destructive what uses a destructive one, idempotent what uses
 * idempotent tools alone, open what uses an open one. A tool that is not there makes it the cautious of both, and so does a
 * circle. For one thread at a time.
 */
final class CompositeTools {
    private static final Logger LOG = LoggerFactory.getLogger(CompositeTools.class);

    private final Map<String, Composite> composites = new TreeMap<>();

    /** A tool as it describes itself, what it uses, and what of that was missing last. */
    private static final class Composite {
        private final Tool tool;
        private final UsedTools uses;
        private Set<String> missing = Set.of();

        Composite(Tool tool, UsedTools uses) {
            this.tool = tool;
            this.uses = uses;
        }
    }

    /**
     * The tools of a server have been replaced.
     *
     * @param source tells what each uses
     * @param tools as they describe themselves
     */
    void replace(ToolSource source, Collection<Tool> tools) {
        Map<String, Composite> before = new HashMap<>(composites);
        remove(source.server());
        for (Tool tool : tools) {
            UsedTools uses = source.usesOf().apply(tool.name());
            if (uses.isComposite()) {
                Composite composite = new Composite(tool, uses);
                Composite old = before.get(tool.id());
                composite.missing = old == null ? Set.of() : old.missing;
                composites.put(tool.id(), composite);
            }
        }
    }

    /**
     * A server has gone.
     *
     * @param server its name
     */
    void remove(String server) {
        composites.values().removeIf(composite -> composite.tool.server().equals(server));
    }

    /**
     * Composite tools with the hints that hold now.
     *
     * @param all the tools there are
     * @return none if there are no such tools
     */
    List<Tool> derived(Collection<Tool> all) {
        if (composites.isEmpty()) {
            return List.of();
        }
        Map<String, Tool> byId = new LinkedHashMap<>();
        all.forEach(tool -> byId.put(tool.id(), tool));
        Map<String, ToolHints> known = new HashMap<>();
        List<Tool> derived = new ArrayList<>();
        for (Composite composite : composites.values()) {
            ToolHints hints = hintsOf(composite.tool, byId, known, new HashSet<>());
            ObjectNode definition = composite.tool.definition().deepCopy();
            ObjectNode annotations = definition.get("annotations") instanceof ObjectNode said ? said : Json.object();
            hints.addTo(annotations);
            definition.set("annotations", annotations);
            derived.add(composite.tool.with(definition));
            warn(composite, byId);
        }
        return derived;
    }

    private ToolHints hintsOf(Tool tool, Map<String, Tool> all, Map<String, ToolHints> known, Set<String> inside) {
        Composite composite = composites.get(tool.id());
        if (composite == null) {
            return ToolHints.of(tool.definition().path("annotations"), ToolHints.CAUTIOUS);
        }
        ToolHints found = known.get(tool.id());
        if (found == null) {
            ToolHints used = inside.add(tool.id()) ? ofUsed(composite, all, known, inside) : ToolHints.CAUTIOUS;
            found = ToolHints.of(composite.tool.definition().path("annotations"), used);
            known.put(tool.id(), found);
        }
        return found;
    }

    private ToolHints ofUsed(
            Composite composite, Map<String, Tool> all, Map<String, ToolHints> known, Set<String> inside) {
        ToolHints hints = composite.uses.elsewhere() ? ToolHints.CAUTIOUS : ToolHints.OF_NOTHING;
        for (String name : composite.uses.names()) {
            List<Tool> used = used(composite, name, all);
            if (used.isEmpty()) {
                hints = ToolHints.CAUTIOUS;
            }
            for (Tool tool : used) {
                hints = hints.with(hintsOf(tool, all, known, inside));
            }
        }
        return hints;
    }

    /** A pattern for many does not mean the tool that has it. */
    private static List<Tool> used(Composite composite, String name, Map<String, Tool> all) {
        if (name.indexOf('*') < 0) {
            return all.containsKey(name) ? List.of(all.get(name)) : List.of();
        }
        return all.values().stream()
                .filter(tool -> isLike(name, tool) && !tool.id().equals(composite.tool.id()))
                .toList();
    }

    private static boolean isLike(String name, Tool tool) {
        int slash = name.indexOf('/');
        return Wildcard.isLike(name.substring(0, slash), tool.server())
                && Wildcard.isLike(name.substring(slash + 1), tool.name());
    }

    private static void warn(Composite composite, Map<String, Tool> all) {
        Set<String> missing = new TreeSet<>();
        for (String name : composite.uses.names()) {
            if (used(composite, name, all).isEmpty()) {
                missing.add(name);
            }
        }
        if (!missing.isEmpty() && !composite.missing.containsAll(missing)) {
            LOG.warn(
                    "Tool {} uses {}, which no server lists yet: until then its annotations are the cautious ones",
                    composite.tool.id(),
                    missing);
        }
        composite.missing = missing;
    }
}
