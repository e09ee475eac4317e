package io.mehari.catalog;

import io.mehari.text.Sha256;
import java.util.Optional;

/**
 * The names of tools and prompts where those of all servers stand side by side: {@code server__name}. Names that many
 * clients would refuse for their length are cut, and end in a part of a hash; only the catalogue can reverse those.
 * Stateless.
 */
public final class AggregatedNames {
    /** Stands between server and name; no name of a server contains it. */
    public static final String SEPARATOR = "__";

    /** Longest name in characters. */
    public static final int LONGEST = 64;

    private static final int KEPT = 55;
    private static final int DIGITS = 8;

    private AggregatedNames() {}

    /**
     * {@return {@code server__name}; over {@link #LONGEST} characters its first 55, {@code _} and 8 digits of its SHA-256}
     *
     * @param server name of the server
     * @param name at the server
     */
    public static String of(String server, String name) {
        String whole = server + SEPARATOR + name;
        return whole.length() <= LONGEST ? whole : cut(whole, whole);
    }

    /**
     * {@return another name, for one that {@link #of} gives to something else already: {@code a} with {@code _b} and {@code a_}
     * with {@code b} are both {@code a___b}}
     *
     * @param server name of the server
     * @param name at the server
     */
    public static String distinct(String server, String name) {
        return cut(server + SEPARATOR + name, server + '/' + name);
    }

    /**
     * {@return the server that a name begins with; empty if it has no separator}
     *
     * @param aggregated such as {@code server__name}
     */
    public static Optional<String> serverOf(String aggregated) {
        int end = aggregated.indexOf(SEPARATOR);
        return end <= 0 ? Optional.empty() : Optional.of(aggregated.substring(0, end));
    }

    /**
     * {@return what follows the server in a name; the whole if it has no separator}
     *
     * @param aggregated such as {@code server__name}
     */
    public static String nameOf(String aggregated) {
        int end = aggregated.indexOf(SEPARATOR);
        return end < 0 ? aggregated : aggregated.substring(end + SEPARATOR.length());
    }

    private static String cut(String whole, String hashed) {
        int kept = Math.min(KEPT, whole.length());
        int end = Character.isHighSurrogate(whole.charAt(kept - 1)) ? kept - 1 : kept;
        return whole.substring(0, end) + '_' + Sha256.hexOf(hashed).substring(0, DIGITS);
    }
}
