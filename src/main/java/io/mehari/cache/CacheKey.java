package io.mehari.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;

/**
 * Names a cached result: two calls have one key exactly if they ask the same thing.
 *
 * <p>The key is {@code mcp:cache:} and the SHA-256 over the canonical JSON of {@code [server, fingerprint, tool,
 * arguments, caller, headers]}, the last two where there are any. Canonical: members by name, numbers by value ({@code 1}, {@code 1.0} and {@code 1e0} are one
 * number; no digit is lost), strings as they are.
 */
public final class CacheKey {
    /** What every key begins with. */
    public static final String PREFIX = "mcp:cache:";

    private CacheKey() {}

    /**
     * The key of one call that headers of its caller go with, by which the answer may differ. Safe for concurrent use.
     *
     * @param server name of the upstream
     * @param fingerprint of the upstream's configuration: a changed server starts with an empty cache
     * @param tool the tool's own name
     * @param arguments what the tool would be sent; no deeper than {@link io.mehari.protocol.Json#MAX_DEPTH}
     * @param caller who asks; empty where callers share results
     * @param headers value by name in lower case; callers share results only where these are the same
     */
    public static String of(
            String server,
            String fingerprint,
            String tool,
            JsonNode arguments,
            Optional<String> caller,
            Map<String, String> headers) {
        CanonicalDigest digest = new CanonicalDigest();
        digest.raw('[');
        digest.text(server);
        digest.raw(',');
        digest.text(fingerprint);
        digest.raw(',');
        digest.text(tool);
        digest.raw(',');
        digest.value(arguments);
        if (caller.isPresent()) {
            digest.raw(',');
            digest.text(caller.get());
        }
        if (!headers.isEmpty()) {
            ObjectNode sent = Json.object();
            headers.forEach(sent::put);
            digest.raw(',');
            digest.value(sent);
        }
        digest.raw(']');
        return PREFIX + HexFormat.of().formatHex(digest.finish());
    }

    /**
     * A key by which the results of a server or of a tool can be found, too, in each tier.
     *
     * @param key as {@link #of} makes it
     * @param server name of the upstream
     * @param tool the tool's own name
     * @return the key, a colon, eight hexadecimal digits for the server and eight for the tool
     */
    public static String scoped(String key, String server, String tool) {
        return CacheScope.marked(key, server, tool);
    }
}
