package io.mehari.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/**
 * A result as the tiers outside of this process keep it: {@code MR}, the version of the form, whether it is compressed, until when it
 * is kept, its length, in the second version when it came to be and until when it holds, a checksum over key and contents, and the JSON. The
 * second version is written only for what is kept for longer than it holds. So what is foreign, cut short, of another version or under
 * another key is recognized, and nothing that is compressed can grow beyond the length that stands there. Immutable.
 *
 * @param result the tree
 * @param made when it came to be; null if that is not known, and it holds as long as it is kept
 * @param fresh until when it holds
 * @param until when it is not kept any more
 */
record StoredResult(ObjectNode result, Instant made, Instant fresh, Instant until) {
    /** Most bytes of a result that is kept in such a tier, compressed or not. */
    static final int MAX_BYTES = 1_000_000;

    /** Shorter JSON is kept as it is. */
    static final int COMPRESSED_FROM = 4096;

    private static final byte[] MAGIC = {'M', 'R'};
    private static final byte VERSION = 1;
    private static final byte AGEING = 2;
    private static final byte PLAIN = 0;
    private static final byte DEFLATED = 1;
    private static final int HEADER = MAGIC.length + 2 + Long.BYTES + Integer.BYTES + Integer.BYTES;
    private static final int AGEING_HEADER = HEADER + 2 * Long.BYTES;

    /** One that holds as long as it is kept. */
    StoredResult(ObjectNode result, Instant until) {
        this(result, null, until, until);
    }

    /** One that is kept from now on. */
    static StoredResult of(ObjectNode result, Lifetime lifetime, Instant now) {
        Instant until = now.plus(lifetime.total());
        return lifetime.stale().isZero()
                ? new StoredResult(result, until)
                : new StoredResult(result, now.minus(lifetime.age()), now.plus(lifetime.fresh()), until);
    }

    /** How long it is kept from now on. */
    Lifetime lifetime(Instant now) {
        Duration left = Duration.between(now, until);
        if (made == null) {
            return Lifetime.of(left);
        }
        Duration holds = notNegative(Duration.between(now, fresh));
        Duration held = holds.compareTo(left) > 0 ? left : holds;
        return new Lifetime(held, left.minus(held), notNegative(Duration.between(made, now)));
    }

    private static Duration notNegative(Duration time) {
        return time.isNegative() ? Duration.ZERO : time;
    }

    /**
     * The bytes to keep.
     *
     * @param key under which they will stand
     * @return null if the JSON is longer than {@value #MAX_BYTES} bytes
     */
    byte[] toBytes(String key) {
        byte[] json = Json.bytes(result);
        if (json.length > MAX_BYTES) {
            return null;
        }
        byte[] body = json.length < COMPRESSED_FROM ? json : deflated(json);
        boolean smaller = body.length < json.length;
        byte[] content = smaller ? body : json;
        ByteBuffer bytes = ByteBuffer.allocate((made == null ? HEADER : AGEING_HEADER) + content.length)
                .put(MAGIC)
                .put(made == null ? VERSION : AGEING)
                .put(smaller ? DEFLATED : PLAIN)
                .putLong(until.toEpochMilli())
                .putInt(json.length);
        if (made != null) {
            bytes.putLong(made.toEpochMilli()).putLong(fresh.toEpochMilli());
        }
        bytes.putInt(checksum(key, bytes.array(), bytes.position(), content, 0)).put(content);
        return bytes.array();
    }

    /**
     * Reads what {@link #toBytes} made.
     *
     * @param key under which it stood
     * @throws UnreadableResultException if it is anything else
     */
    static StoredResult of(String key, byte[] bytes) throws UnreadableResultException {
        if (bytes.length < HEADER || bytes[0] != MAGIC[0] || bytes[1] != MAGIC[1]) {
            throw new UnreadableResultException("it was not written by a gateway");
        }
        if (bytes[2] != VERSION && bytes[2] != AGEING) {
            throw new UnreadableResultException("it is of version " + bytes[2] + ", not " + VERSION + " or " + AGEING);
        }
        boolean ageing = bytes[2] == AGEING;
        int start = ageing ? AGEING_HEADER : HEADER;
        if (bytes.length < start) {
            throw new UnreadableResultException("it is cut short");
        }
        ByteBuffer header = ByteBuffer.wrap(bytes, MAGIC.length + 1, start - MAGIC.length - 1);
        byte form = header.get();
        Instant until = Instant.ofEpochMilli(header.getLong());
        int length = header.getInt();
        Instant made = ageing ? Instant.ofEpochMilli(header.getLong()) : null;
        Instant fresh = ageing ? Instant.ofEpochMilli(header.getLong()) : until;
        if (header.getInt() != checksum(key, bytes, start - Integer.BYTES, bytes, start)) {
            throw new UnreadableResultException("it is damaged, or of another key");
        }
        if (length < 0 || length > MAX_BYTES) {
            throw new UnreadableResultException("it says to have " + length + " bytes");
        }
        ObjectNode result = form == DEFLATED ? inflated(bytes, start, length) : plain(bytes, start, length);
        return new StoredResult(result, made, fresh, until);
    }

    private static ObjectNode plain(byte[] bytes, int start, int length) throws UnreadableResultException {
        if (bytes.length - start != length) {
            throw new UnreadableResultException("it is cut short");
        }
        return tree(bytes, start, length);
    }

    private static ObjectNode inflated(byte[] bytes, int start, int length) throws UnreadableResultException {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(bytes, start, bytes.length - start);
            byte[] json = new byte[length];
            int read = inflater.inflate(json);
            if (read != length || !inflater.finished() && inflater.inflate(new byte[1]) != 0) {
                throw new UnreadableResultException("it has another length than it says");
            }
            return tree(json, 0, length);
        } catch (DataFormatException e) {
            throw new UnreadableResultException("it cannot be decompressed", e);
        } finally {
            inflater.end();
        }
    }

    private static ObjectNode tree(byte[] json, int offset, int length) throws UnreadableResultException {
        try {
            JsonNode tree = Json.read(json, offset, length);
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw new UnreadableResultException("it is no JSON object");
        } catch (IOException e) {
            throw new UnreadableResultException("it is no JSON", e);
        }
    }

    private static byte[] deflated(byte[] json) {
        Deflater deflater = new Deflater(Deflater.BEST_SPEED);
        try {
            deflater.setInput(json);
            deflater.finish();
            byte[] smaller = new byte[json.length];
            int length = deflater.deflate(smaller);
            return deflater.finished() ? Arrays.copyOf(smaller, length) : json;
        } finally {
            deflater.end();
        }
    }

    private static int checksum(String key, byte[] header, int headerLength, byte[] content, int offset) {
        CRC32 checksum = new CRC32();
        checksum.update(key.getBytes(StandardCharsets.UTF_8));
        checksum.update(header, 0, headerLength);
        checksum.update(content, offset, content.length - offset);
        return (int) checksum.getValue();
    }
}
