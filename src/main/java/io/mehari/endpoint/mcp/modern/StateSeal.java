package io.mehari.endpoint.mcp.modern;

import io.mehari.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Seals what the gateway gives to clients to give back: AES-256 in Galois/Counter Mode (NIST SP 800-38D), so that nobody
 * reads, changes or makes one. Safe for concurrent use.
 */
final class StateSeal {
    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final byte FORM = 1;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY = 32;
    private static final int LONGEST = 2_048;

    private final SecureRandom random = new SecureRandom();
    private final SecretKeySpec key;
    private final String node;

    /**
     * A seal of one instance.
     *
     * @param secret shared by the instances that may read each other's; empty for a key that nobody else has
     */
    StateSeal(String secret) {
        byte[] bytes = secret.isEmpty() ? randomBytes(KEY) : Sha256.of(secret);
        this.key = new SecretKeySpec(bytes, "AES");
        this.node = HexFormat.of().formatHex(randomBytes(Long.BYTES));
    }

    /** Name of this instance in what it seals. */
    String node() {
        return node;
    }

    /** A name that nobody can guess. */
    String newName() {
        return HexFormat.of().formatHex(randomBytes(2 * Long.BYTES));
    }

    private byte[] randomBytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Makes the text that a client holds. */
    String seal(SealedState state) {
        byte[] nonce = randomBytes(NONCE);
        try {
            ByteArrayOutputStream sealed = new ByteArrayOutputStream();
            sealed.write(FORM);
            sealed.write(nonce);
            sealed.write(cipher(Cipher.ENCRYPT_MODE, nonce).doFinal(bytes(state)));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java cannot encrypt with " + CIPHER, e);
        }
    }

    /** Reads what a client gives back; empty if it was not made with this key, or was changed. */
    Optional<SealedState> open(String text) {
        if (text.length() > LONGEST) {
            return Optional.empty();
        }
        try {
            byte[] sealed = Base64.getUrlDecoder().decode(text);
            if (sealed.length <= 1 + NONCE || sealed[0] != FORM || !isExact(sealed, text)) {
                return Optional.empty();
            }
            byte[] nonce = Arrays.copyOfRange(sealed, 1, 1 + NONCE);
            Cipher cipher = cipher(Cipher.DECRYPT_MODE, nonce);
            return Optional.of(state(cipher.doFinal(sealed, 1 + NONCE, sealed.length - 1 - NONCE)));
        } catch (IllegalArgumentException | GeneralSecurityException | IOException e) {
            return Optional.empty(); // whatever is wrong with it: it is not ours
        }
    }

    /** The same bytes have several texts in Base64; only the one that was given out counts. */
    private static boolean isExact(byte[] sealed, String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sealed).equals(text);
    }

    private Cipher cipher(int mode, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance(CIPHER);
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        return cipher;
    }

    private static byte[] bytes(SealedState state) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeUTF(state.node());
            out.writeUTF(state.park());
            out.writeLong(state.expiry().toEpochMilli());
            out.write(state.digest());
        }
        return bytes.toByteArray();
    }

    private static SealedState state(byte[] bytes) throws IOException {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            String node = in.readUTF();
            String park = in.readUTF();
            Instant expiry = Instant.ofEpochMilli(in.readLong());
            return new SealedState(node, park, in.readAllBytes(), expiry);
        }
    }
}
