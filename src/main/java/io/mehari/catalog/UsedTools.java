package io.mehari.catalog;

import java.util.Set;

/**
 * The tools that a route which is a tool uses.
 *
 * @param names {@code server/tool}, where {@code *} in either stands for any text; a copy is kept
 * @param elsewhere whether the route also does what is not known to be harmless, such as sending to another system
 */
public record UsedTools(Set<String> names, boolean elsewhere) {
    /** A tool that uses no others, so that nothing is derived for it. */
    public static final UsedTools NONE = new UsedTools(Set.of(), false);

    /** Keeps a copy. */
    public UsedTools {
        names = Set.copyOf(names);
    }

    /**
     * Whether the tool is made of others.
     *
     * @return false if it uses none
     */
    public boolean isComposite() {
        return !names.isEmpty();
    }
}
