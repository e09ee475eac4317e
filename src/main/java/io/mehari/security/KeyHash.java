package io.mehari.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

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
        return HexFormat.of().formatHex(bytes(key));
    }

    /**
     * The hash of a key in bytes.
     *
     * @param key the key
     * @return SHA-256 of its UTF-8 bytes
     */
    static byte[] bytes(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
