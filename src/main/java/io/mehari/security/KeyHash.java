package io.mehari.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What is kept of an API key (S0.16). */
public final class KeyHash {
    private KeyHash() {}

    /** SHA-256 of the key's UTF-8 bytes in hexadecimal, as {@link SecuritySettings.ApiKey} takes it. */
    public static String of(String key) {
        return HexFormat.of().formatHex(bytes(key));
    }

    static byte[] bytes(String key) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
