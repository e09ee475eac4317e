package io.mehari.upstream;

import io.mehari.text.Wildcard;
import java.util.Optional;
import java.util.Set;

/**
 * Which tools of a server there are for callers and routes; the others are neither listed nor called. A tool that is
 * disabled is not allowed, whatever else names it. Immutable.
 *
 * @param disabled names of tools that are not allowed, with {@code *} for any text
 * @param listed names of the only tools that are allowed, with {@code *} for any text; empty where all others are
 */
public record AllowedTools(Set<String> disabled, Optional<Set<String>> listed) {
    /** Each tool that a server lists. */
    public static final AllowedTools ALL = without(Set.of());

    /** Keeps copies. */
    public AllowedTools {
        disabled = Set.copyOf(disabled);
        listed = listed.map(Set::copyOf);
    }

    /**
     * All tools but some.
     *
     * @param disabled their names, with {@code *} for any text
     * @return never null
     */
    public static AllowedTools without(Set<String> disabled) {
        return new AllowedTools(disabled, Optional.empty());
    }

    /**
     * Whether there is a tool of this name for callers, if its server lists it.
     *
     * @param tool its own name
     * @return false if it is neither to be listed nor to be called
     */
    public boolean has(String tool) {
        return !names(disabled, tool) && (listed.isEmpty() || names(listed.get(), tool));
    }

    /**
     * Why a tool is kept from callers.
     *
     * @param server the name of its server
     * @param tool its own name
     * @return a sentence without an end; empty if they may have it
     */
    public Optional<String> refusal(String server, String tool) {
        if (names(disabled, tool)) {
            return Optional.of("disabledTools of " + server + " names " + tool);
        }
        return has(tool) ? Optional.empty() : Optional.of("allowedTools of " + server + " does not name " + tool);
    }

    private static boolean names(Set<String> names, String tool) {
        return !names.isEmpty() && (names.contains(tool) || names.stream().anyMatch(name -> isLike(name, tool)));
    }

    private static boolean isLike(String name, String tool) {
        return name.indexOf('*') >= 0 && Wildcard.isLike(name, tool);
    }
}
