package io.mehari.text;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, which every Java platform has. */
public final class Sha256 {
    /** Never fed, only copied: that spares each call the search for a provider. */
    private static final MessageDigest EMPTY = create();

    private Sha256() {}

    /**
     * A digest to be fed piece by piece.
     *
     * @return a new digest, for one thread
     */
    public static MessageDigest newDigest() {
        try {
            return (MessageDigest) EMPTY.clone();
        } catch (CloneNotSupportedException e) {
            return create();
        }
    }

    private static MessageDigest create() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    /**
     * The hash of a text.
     *
     * @param text hashed as UTF-8
     * @return 32 bytes
     */
    public static byte[] of(String text) {
        return newDigest().digest(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * The hash of a text as people write it.
     *
     * @param text hashed as UTF-8
     * @return 64 hexadecimal digits in lower case
     */
    public static String hexOf(String text) {
        return HexFormat.of().formatHex(of(text));
    }
}
