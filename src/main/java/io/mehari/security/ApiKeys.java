package io.mehari.security;

import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.text.Sha256;
import java.nio.charset.StandardCharsets;
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
     * @param presented the key as a header carries it: a character for each byte, so that a key with letters beyond ASCII
     *     is here the bytes of its UTF-8, or, from clients that know no other charset of headers, its Latin-1
     * @return empty if it is not one of them
     */
    Optional<ApiKey> find(String presented) {
        Optional<ApiKey> found = find(KeyHash.bytes(presented));
        return found.isEmpty() && presented.chars().anyMatch(c -> c > 0x7F)
                ? find(Sha256.newDigest().digest(presented.getBytes(StandardCharsets.ISO_8859_1)))
                : found;
    }

    private Optional<ApiKey> find(byte[] hash) {
        ApiKey found = null;
        for (int i = 0; i < hashes.size(); i++) {
            if (MessageDigest.isEqual(hashes.get(i), hash)) {
                found = keys.get(i);
            }
        }
        return Optional.ofNullable(found);
    }
}
