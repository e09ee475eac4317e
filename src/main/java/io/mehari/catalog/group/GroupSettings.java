package io.mehari.catalog.group;

import io.mehari.catalog.Tool;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * Tool groups as {@code application.yaml} has them.
 *
 * @param groups named sets of tools, each with a path of its own below {@code /groups}, by name: {@code description},
 *     {@code servers} (all their tools), {@code tools} (patterns {@code server/tool}, {@code *} for any text), {@code except}
 *     (patterns of tools that are left out), {@code annotations} (hints that the tools must have)
 */
@ConfigurationProperties(prefix = "mehari")
public record GroupSettings(@UsableGroups @DefaultValue Map<String, Group> groups) {
    /** Keeps a copy. */
    public GroupSettings {
        groups = groups == null ? Map.of() : Map.copyOf(groups);
    }

    /**
     * Reads the groups before there are beans.
     *
     * @param environment has the settings
     * @return not checked
     */
    public static GroupSettings of(Environment environment) {
        return Binder.get(environment).bindOrCreate("mehari", GroupSettings.class);
    }

    /**
     * One set of tools: those of the servers and those of the patterns, or all where it has neither; of these, those with the
     * hints; without those of {@code except}.
     *
     * @param description what it is for
     * @param servers names of servers, all of whose tools are in it
     * @param tools patterns {@code server/tool} of tools that are in it
     * @param except patterns {@code server/tool} of tools that are not in it
     * @param annotations hints that its tools have
     */
    public record Group(
            @DefaultValue("") String description,
            @DefaultValue List<String> servers,
            @DefaultValue List<String> tools,
            @DefaultValue List<String> except,
            @DefaultValue Hints annotations) {

        /** Fills in what is absent. */
        public Group {
            description = description == null ? "" : description.strip();
            servers = servers == null ? List.of() : List.copyOf(servers);
            tools = tools == null ? List.of() : List.copyOf(tools);
            except = except == null ? List.of() : List.copyOf(except);
            annotations = annotations == null ? Hints.NONE : annotations;
        }

        /** Whether it says which tools are in it. */
        boolean saysSomething() {
            return !servers.isEmpty() || !tools.isEmpty() || !annotations.equals(Hints.NONE);
        }
    }

    /**
     * Hints of tools (MCP, {@code ToolAnnotations}). They come from servers, so they sort tools and protect from nothing. Where a
     * tool has no such hint it counts as the protocol says: destructive and open to the world, neither read-only nor idempotent.
     *
     * @param readOnly value of {@code readOnlyHint}; null for any
     * @param destructive value of {@code destructiveHint}; null for any
     * @param idempotent value of {@code idempotentHint}; null for any
     * @param openWorld value of {@code openWorldHint}; null for any
     */
    public record Hints(Boolean readOnly, Boolean destructive, Boolean idempotent, Boolean openWorld) {
        /** Asks for no hint. */
        static final Hints NONE = new Hints(null, null, null, null);

        /** Whether a tool has what is asked for. */
        boolean match(Tool tool) {
            return has(tool, "readOnlyHint", false, readOnly)
                    && has(tool, "destructiveHint", true, destructive)
                    && has(tool, "idempotentHint", false, idempotent)
                    && has(tool, "openWorldHint", true, openWorld);
        }

        private static boolean has(Tool tool, String hint, boolean absent, Boolean wanted) {
            return wanted == null
                    || wanted
                            == tool.definition().path("annotations").path(hint).asBoolean(absent);
        }
    }
}
