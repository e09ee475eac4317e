package io.mehari.security;

import io.mehari.security.SecuritySettings.ApiKey;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The configured keys, compared by hash and in constant time. Safe for concurrent use. */
final class ApiKeys {
    private final List<ApiKey> keys;
    private final List<byte[]> hashes;

    /**
     * Keys as configured.
     *
     * @param keys with their hashes
     */
    ApiKeys(List<ApiKey> keys) {
        this.keys = keys;
        this.hashes =
                keys.stream().map(key -> HexFormat.of().parseHex(key.sha256())).toList();
    }

    /**
     * Whether no key is configured.
     *
     * @return true if there is none
     */
    boolean isEmpty() {
        return keys.isEmpty();
    }

    /**
     * The entry of a key. Compares it with every entry whatever the outcome.
     *
     * @param presented the key that a request carries
     * @return empty if it is not one of them
     */
    Optional<ApiKey> find(String presented) {
        byte[] hash = KeyHash.bytes(presented);
        ApiKey found = null;
        for (int i = 0; i < hashes.size(); i++) {
            if (MessageDigest.isEqual(hashes.get(i), hash)) {
                found = keys.get(i);
            }
        }
        return Optional.ofNullable(found);
    }
}
