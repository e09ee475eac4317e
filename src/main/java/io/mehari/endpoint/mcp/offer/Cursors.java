package io.mehari.endpoint.mcp.offer;

import io.mehari.text.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Where a page of a list ends, as text that only this process can make and read: it is signed (HMAC-SHA-256) together with
 * the list that it belongs to. Safe for concurrent use.
 */
public final class Cursors {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    /** Offset and the beginning of the hash of the last entry's name. */
    private static final int PLACE_BYTES = Integer.BYTES + Long.BYTES;

    private static final int SIGNATURE_BYTES = 16;

    private static final int LONGEST = 64;

    private final SecretKeySpec key;

    /** Cursors under a random key, which nobody knows but this object. */
    public Cursors() {
        byte[] random = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(random);
        key = new SecretKeySpec(random, ALGORITHM);
    }

    /**
     * The cursor behind some entries of a list.
     *
     * @param list names the list and the view
     * @param entries the whole list
     * @param end how many entries stand before the cursor; at least one
     * @return of letters, digits, {@code _} and {@code -}
     */
    String behind(String list, List<Entry> entries, int end) {
        byte[] place = ByteBuffer.allocate(PLACE_BYTES)
                .putInt(end)
                .putLong(hash(entries.get(end - 1)))
                .array();
        byte[] all = ByteBuffer.allocate(PLACE_BYTES + SIGNATURE_BYTES)
                .put(place)
                .put(signature(list, place), 0, SIGNATURE_BYTES)
                .array();
        return Base64.getUrlEncoder().withoutPadding().encodeToString(all);
    }

    /**
     * Where the next page begins. Entries may have come and gone since: it begins behind the entry at which the last page
     * ended, wherever that is now; if it is gone, where it was.
     *
     * @param list names the list and the view
     * @param entries the whole list as it is now
     * @param cursor from a client
     * @return index of the first entry; empty if the cursor was not made here for this list
     */
    Optional<Integer> next(String list, List<Entry> entries, String cursor) {
        byte[] all = decoded(cursor);
        if (all.length != PLACE_BYTES + SIGNATURE_BYTES) {
            return Optional.empty();
        }
        ByteBuffer place = ByteBuffer.wrap(all, 0, PLACE_BYTES);
        byte[] signed = new byte[PLACE_BYTES];
        place.get(signed).rewind();
        byte[] expected = new byte[PLACE_BYTES + SIGNATURE_BYTES];
        System.arraycopy(signed, 0, expected, 0, PLACE_BYTES);
        System.arraycopy(signature(list, signed), 0, expected, PLACE_BYTES, SIGNATURE_BYTES);
        return MessageDigest.isEqual(expected, all)
                ? Optional.of(index(entries, place.getInt(), place.getLong()))
                : Optional.empty();
    }

    private static int index(List<Entry> entries, int end, long last) {
        if (end <= entries.size() && hash(entries.get(end - 1)) == last) {
            return end;
        }
        for (int i = 0; i < entries.size(); i++) {
            if (hash(entries.get(i)) == last) {
                return i + 1;
            }
        }
        return Math.min(end, entries.size());
    }

    private static long hash(Entry entry) {
        return ByteBuffer.wrap(Sha256.of(entry.shown())).getLong();
    }

    private static byte[] decoded(String cursor) {
        if (cursor.length() > LONGEST) {
            return new byte[0];
        }
        try {
            return Base64.getUrlDecoder().decode(cursor);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }

    private byte[] signature(String list, byte[] place) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(list.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return mac.doFinal(place);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}
