package io.mehari.catalog;

import io.mehari.text.Sha256;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The names that a server may have. A name is the beginning of a path, and part of the names of tools. Stateless. */
public final class ServerNames {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,47}");
    private static final int LONGEST = 48;

    /** Server of tool routes that do not name another. */
    public static final String TOOL_ROUTES = "camel";

    /** Length of what makes a name unique: a hyphen and eight digits. */
    private static final int SUFFIX = 9;

    private ServerNames() {}

    /**
     * The name by which the gateway knows a server whose entry has this name: in paths, routes, metrics and names of tools.
     *
     * @param name in the file
     * @param taken whether a name is that of another server
     * @return the same name if it can be used as it is; otherwise one made of it, with a part of its SHA-256 at the end if that
     *     is taken
     */
    public static String slug(String name, Predicate<String> taken) {
        if (isPlain(name)) {
            return name;
        }
        String slug = from(name);
        if (!taken.test(slug)) {
            return slug;
        }
        String begun = slug.substring(0, Math.min(slug.length(), LONGEST - SUFFIX));
        return begun + "-" + Sha256.hexOf(name).substring(0, SUFFIX - 1);
    }

    /**
     * Whether a name may stand in paths, routes and names of tools as it is.
     *
     * @param name the name
     * @return true also for reserved paths, below which a server has no short form
     */
    public static boolean isPlain(String name) {
        return NAME.matcher(name).matches() && !name.contains("__");
    }

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
        if (!isPlain(name)) {
            return Optional.of("use up to 48 of A-Z a-z 0-9 _ . - beginning with a letter or digit, without __; for"
                    + " example " + from(name));
        }
        return ReservedNames.isLike(name) ? Optional.of(taken(name)) : Optional.empty();
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
