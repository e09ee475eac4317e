package io.mehari.security;

import io.mehari.text.Sha256;

/** Hashes API keys: the hash is all that is kept of one. Stateless. */
public final class KeyHash {
    private KeyHash() {}

    /**
     * The hash of a key, as {@link SecuritySettings.ApiKey} takes it.
     *
     * @param key the key
     * @return SHA-256 of its UTF-8 bytes, 64 hexadecimal digits
     */
    public static String of(String key) {
        return Sha256.hexOf(key);
    }

    /**
     * The hash of a key in bytes.
     *
     * @param key the key
     * @return SHA-256 of its UTF-8 bytes
     */
    static byte[] bytes(String key) {
        return Sha256.of(key);
    }
}
