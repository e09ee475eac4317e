package io.mehari.catalog;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** The names that a server may have. A name is the beginning of a path, and part of the names of tools. Stateless. */
public final class ServerNames {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,47}");
    private static final int LONGEST = 48;

    /** Server of tool routes that do not name another. */
    public static final String TOOL_ROUTES = "camel";

    private ServerNames() {}

    /**
     * Why an upstream cannot have a name.
     *
     * @param name the name
     * @return cause and remedy; empty if it can
     */
    public static Optional<String> problem(String name) {
        return TOOL_ROUTES.equals(name) ? Optional.of(taken(name)) : problemOfToolServer(name);
    }

    /**
     * Why tool routes cannot be listed under a server name.
     *
     * @param name the name
     * @return cause and remedy; empty if they can
     */
    public static Optional<String> problemOfToolServer(String name) {
        if (!NAME.matcher(name).matches() || name.contains("__")) {
            return Optional.of("use up to 48 of A-Z a-z 0-9 _ . - beginning with a letter or digit, without __; for"
                    + " example " + from(name));
        }
        return ReservedNames.contains(name) ? Optional.of(taken(name)) : Optional.empty();
    }

    /**
     * A valid name made of any text: {@code My Server!} becomes {@code my-server}.
     *
     * @param text any text
     * @return a name for which {@link #problem} is empty
     */
    public static String from(String text) {
        String name = text.toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9_.-]+", "-")
                .replaceAll("_{2,}", "_")
                .replaceAll("^[^a-z0-9]+|[^a-z0-9]+$", "");
        String begun = name.length() > LONGEST ? name.substring(name.length() - LONGEST) : name;
        begun = name.length() > LONGEST ? begun.replaceAll("^[a-z0-9]*[^a-z0-9]+", "") : begun;
        return begun.isEmpty() || TOOL_ROUTES.equals(begun) || ReservedNames.contains(begun) ? begun + "server" : begun;
    }

    private static String taken(String name) {
        return '"' + name + "\" is the beginning of a path of the gateway's own: choose another";
    }
}
