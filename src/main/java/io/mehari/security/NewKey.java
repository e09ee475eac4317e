package io.mehari.security;

import io.mehari.call.Scope;
import io.mehari.security.SecuritySettings.ApiKey;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.Set;

/**
 * A key that has just been made. The only place where a key is known in clear; nothing keeps it.
 *
 * @param key {@code mhr_} and 256 random bits in 43 letters and digits
 * @param entry what is kept of it
 */
public record NewKey(String key, ApiKey entry) {
    /** What every key begins with, so that one that has got lost is recognised. */
    public static final String PREFIX = "mhr_";

    private static final String DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(DIGITS.length());
    private static final int BYTES = 32;
    private static final int LENGTH = 43;
    private static final int SHOWN = 8;

    /**
     * Makes a key.
     *
     * @param random a source that nobody can guess
     * @param name name of its holder; if empty, one is made of its hash
     * @param scopes what it entitles to
     * @param expires when it ends; empty for never
     * @return never null
     */
    public static NewKey of(SecureRandom random, Optional<String> name, Set<Scope> scopes, Optional<Expiry> expires) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        String key = PREFIX + text(new BigInteger(1, bits));
        String hash = KeyHash.of(key);
        String called = name.orElseGet(() -> "key-" + hash.substring(0, SHOWN));
        return new NewKey(key, new ApiKey(called, hash, scopes, expires.orElse(null)));
    }

    private static String text(BigInteger number) {
        char[] text = new char[LENGTH];
        BigInteger rest = number;
        for (int i = LENGTH - 1; i >= 0; i--) {
            BigInteger[] parts = rest.divideAndRemainder(BASE);
            text[i] = DIGITS.charAt(parts[1].intValue());
            rest = parts[0];
        }
        return new String(text);
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "NewKey[" + entry + "]";
    }
}
