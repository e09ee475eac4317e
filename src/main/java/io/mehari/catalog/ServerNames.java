package io.mehari.catalog;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a server may be called (contracts, section 4): its name is the beginning of a path. */
public final class ServerNames {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,47}");
    private static final int LONGEST = 48;

    /** Server of tool routes that name no other. */
    private static final String TOOL_ROUTES = "camel";

    private ServerNames() {}

    /** Why an upstream cannot have this name, if it cannot. */
    public static Optional<String> problem(String name) {
        return TOOL_ROUTES.equals(name) ? Optional.of(taken(name)) : problemOfToolServer(name);
    }

    /** Why tool routes cannot be listed under this name, if they cannot. */
    public static Optional<String> problemOfToolServer(String name) {
        if (!NAME.matcher(name).matches() || name.contains("__")) {
            return Optional.of("use up to 48 of A-Z a-z 0-9 _ . - beginning with a letter or digit, without __; for"
                    + " example " + from(name));
        }
        return ReservedNames.contains(name) ? Optional.of(taken(name)) : Optional.empty();
    }

    /** A name that fits, made of one that may not: {@code My Server!} becomes {@code my-server}. */
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
