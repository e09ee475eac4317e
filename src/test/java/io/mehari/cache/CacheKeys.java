package io.mehari.cache;

import io.mehari.protocol.Json;
import java.util.Map;
import java.util.Optional;

/** Keys of calls in one word each. */
final class CacheKeys {
    private CacheKeys() {}

    /** A call of {@code files/read} with this argument. */
    static String of(String argument) {
        return of("files", "read", argument);
    }

    static String of(String server, String tool, String argument) {
        String key = CacheKey.of(server, "", tool, Json.object().put("path", argument), Optional.of("anna"), Map.of());
        return CacheKey.scoped(key, server, tool);
    }
}
