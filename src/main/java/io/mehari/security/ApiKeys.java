package io.mehari.security;

import io.mehari.security.SecuritySettings.ApiKey;
import io.mehari.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * A set of keys, compared by hash and in constant time: which key is shown, right or wrong, makes no difference to how
 * much is compared. Immutable.
 */
final class ApiKeys {
    private final List<ApiKey> keys;
    private final List<byte[]> hashes;
    private final BiPredicate<byte[], byte[]> comparison;

    /**
     * Keys as configured.
     *
     * @param keys with their hashes
     */
    ApiKeys(List<ApiKey> keys) {
        this(keys, MessageDigest::isEqual);
    }

    /**
     * Keys that are compared in a way of its own.
     *
     * @param keys with their hashes
     * @param comparison whether two hashes are equal, in a time that does not depend on what is in them
     */
    ApiKeys(List<ApiKey> keys, BiPredicate<byte[], byte[]> comparison) {
        this.keys = List.copyOf(keys);
        this.hashes =
                keys.stream().map(key -> HexFormat.of().parseHex(key.sha256())).toList();
        this.comparison = comparison;
    }

    /**
     * The entry of a key. Compares it with every entry, whatever comes of it.
     *
     * @param presented the key as a header carries it: a character for each byte, so that a key with letters beyond ASCII
     *     is here the bytes of its UTF-8, or, from clients that know no other charset of headers, its Latin-1
     * @return empty if it is not one of them
     */
    Optional<ApiKey> find(String presented) {
        ApiKey found = find(KeyHash.bytes(presented));
        if (presented.chars().anyMatch(c -> c > 0x7F)) {
            ApiKey asBytes = find(Sha256.newDigest().digest(presented.getBytes(StandardCharsets.ISO_8859_1)));
            found = found == null ? asBytes : found;
        }
        return Optional.ofNullable(found);
    }

    private ApiKey find(byte[] hash) {
        ApiKey found = null;
        for (int i = 0; i < hashes.size(); i++) {
            if (comparison.test(hashes.get(i), hash)) {
                found = keys.get(i);
            }
        }
        return found;
    }
}
