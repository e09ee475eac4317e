package io.mehari.cache;

import java.util.regex.Pattern;

/**
 * Which kept results are meant: all, those of a server, those of one of its tools, or a single one. Immutable.
 *
 * <p>Keys end with eight hexadecimal digits for the server and eight for the tool, hashes of their names. Two names may share a hash:
 * then the results of both are meant, and what is removed too much is asked for once more.
 *
 * @param mark the text that the part of a key must begin with; a whole key for a single result; empty for all
 */
public record CacheScope(String mark) {
    private static final int DIGEST = 64;
    private static final int HASH = 8;

    /** Where the hashes begin in a key. */
    private static final int SCOPE_AT = CacheKey.PREFIX.length() + DIGEST + 1;

    private static final Pattern MARK = Pattern.compile(
            "|[0-9a-f]{8}|[0-9a-f]{16}|" + Pattern.quote(CacheKey.PREFIX) + "[0-9a-f]{64}:[0-9a-f]{16}");

    /** All results. */
    public static final CacheScope ALL = new CacheScope("");

    /**
     * The results that a mark means.
     *
     * @throws IllegalArgumentException if it is no such mark
     */
    public CacheScope {
        if (!MARK.matcher(mark).matches()) {
            throw new IllegalArgumentException("No results are marked like this");
        }
    }

    /**
     * The results of a server.
     *
     * @param server its name
     * @return those of all its tools
     */
    public static CacheScope ofServer(String server) {
        return new CacheScope(hash(server));
    }

    /**
     * The results of a tool.
     *
     * @param server name of its server
     * @param tool the tool's own name
     * @return those of all its calls
     */
    public static CacheScope ofTool(String server, String tool) {
        return new CacheScope(hash(server) + hash(tool));
    }

    /**
     * A single result.
     *
     * @param key as {@link CacheKey} makes it
     * @return that one
     * @throws IllegalArgumentException if it is no such key
     */
    public static CacheScope ofKey(String key) {
        CacheScope scope = new CacheScope(key);
        if (!scope.isKey()) {
            throw new IllegalArgumentException("No key of the cache looks like this");
        }
        return scope;
    }

    /** Whether a single result is meant. */
    boolean isKey() {
        return mark.length() > SCOPE_AT;
    }

    /** Whether the result under this key is meant. */
    boolean contains(String key) {
        return isKey() ? key.equals(mark) : mark.isEmpty() || key.startsWith(mark, SCOPE_AT);
    }

    /** The part of a key that names server and tool. */
    static String partOf(String key) {
        return key.substring(SCOPE_AT);
    }

    /** A key by its digest, with what names server and tool behind it. Made for each lookup, so by one copy. */
    static String marked(String key, String server, String tool) {
        StringBuilder marked =
                new StringBuilder(key.length() + 1 + 2 * HASH).append(key).append(':');
        hash(server, marked);
        hash(tool, marked);
        return marked.toString();
    }

    private static String hash(String name) {
        StringBuilder digits = new StringBuilder(HASH);
        hash(name, digits);
        return digits.toString();
    }

    /** Strings remember this number, so that a lookup does not compute it. */
    private static void hash(String name, StringBuilder digits) {
        int hash = name.hashCode();
        for (int shift = Integer.SIZE - 4; shift >= 0; shift -= 4) {
            digits.append(Character.forDigit(hash >>> shift & 0xF, 16));
        }
    }
}
