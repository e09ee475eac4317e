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
     * The name among those of all servers.
     *
     * @param server name of the server
     * @param name at the server
     * @return {@code server__name}; over {@link #LONGEST} characters the first 55 of it, {@code _} and 8 digits of its
     *     SHA-256
     */
    public static String of(String server, String name) {
        String whole = server + SEPARATOR + name;
        return whole.length() <= LONGEST ? whole : cut(whole, whole);
    }

    /**
     * Another name, for one that {@link #of} gives to something else already: {@code a} with {@code _b} and {@code a_} with
     * {@code b} are both {@code a___b}.
     *
     * @param server name of the server
     * @param name at the server
     * @return ends in 8 digits of a SHA-256
     */
    public static String distinct(String server, String name) {
        return cut(server + SEPARATOR + name, server + '/' + name);
    }

    /**
     * The server that a name begins with.
     *
     * @param aggregated such as {@code server__name}
     * @return what stands before the first separator; empty if there is none
     */
    public static Optional<String> serverOf(String aggregated) {
        int end = aggregated.indexOf(SEPARATOR);
        return end <= 0 ? Optional.empty() : Optional.of(aggregated.substring(0, end));
    }

    /**
     * What follows the server in a name.
     *
     * @param aggregated such as {@code server__name}
     * @return what stands behind the first separator; the whole if there is none
     */
    public static String nameOf(String aggregated) {
        int end = aggregated.indexOf(SEPARATOR);
        return end < 0 ? aggregated : aggregated.substring(end + SEPARATOR.length());
    }

    private static String cut(String whole, String hashed) {
        int end = Math.min(KEPT, whole.length());
        if (Character.isHighSurrogate(whole.charAt(end - 1))) {
            end--;
        }
        return whole.substring(0, end) + '_' + Sha256.hexOf(hashed).substring(0, DIGITS);
    }
}
