package io.mehari.bridge;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import io.mehari.protocol.Json;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;

/** The lines that a client writes, bounded in length. For one thread. */
final class ClientLines {
    private static final int CHUNK = 64 * 1024;
    private static final int LONGEST_ID = 1000;

    private final InputStream in;
    private final int limit;
    private final byte[] chunk = new byte[CHUNK];
    private int position;
    private int end;

    /**
     * @param in what the client writes to
     * @param limit most bytes of a line
     */
    ClientLines(InputStream in, int limit) {
        this.in = in;
        this.limit = limit;
    }

    /**
     * A line.
     *
     * @param bytes without the end of the line; empty where the line is too long
     * @param tooLong whether it was over the limit and has been passed over
     * @param id of the request in a line that is too long; null (of JSON) if it has none that can be found
     */
    @SuppressWarnings("java:S6218") // never compared
    record Line(byte[] bytes, boolean tooLong, JsonNode id) {}

    /**
     * Waits for the next line.
     *
     * @return null at the end
     */
    Line next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            if (position == end && !fill()) {
                return line.size() == 0 ? null : whole(line);
            }
            int from = position;
            while (position < end && chunk[position] != '\n') {
                position++;
            }
            line.write(chunk, from, position - from);
            if (line.size() > limit) {
                return passOver(line);
            }
            if (position < end) {
                position++;
                return whole(line);
            }
        }
    }

    private boolean fill() throws IOException {
        position = 0;
        end = Math.max(0, in.read(chunk, 0, CHUNK));
        return end > 0;
    }

    private static Line whole(ByteArrayOutputStream line) {
        return new Line(line.toByteArray(), false, NullNode.getInstance());
    }

    /** Reads the line to its end without keeping it; its id is looked for, so that its sender is not left waiting. */
    private Line passOver(ByteArrayOutputStream begun) throws IOException {
        InputStream rest = new Rest();
        JsonNode id = idOf(new SequenceInputStream(new ByteArrayInputStream(begun.toByteArray()), rest));
        rest.transferTo(OutputStream.nullOutputStream());
        return new Line(new byte[0], true, id);
    }

    private static JsonNode idOf(InputStream message) {
        try (JsonParser parser = Json.MAPPER.createParser(message)) {
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    boolean found = "id".equals(parser.currentName());
                    JsonToken value = parser.nextToken();
                    if (found) {
                        return scalar(parser, value);
                    }
                    parser.skipChildren();
                }
            }
        } catch (IOException | RuntimeException e) {
            return NullNode.getInstance(); // not JSON: nobody can be told
        }
        return NullNode.getInstance();
    }

    private static JsonNode scalar(JsonParser parser, JsonToken value) throws IOException {
        JsonNodeFactory nodes = Json.MAPPER.getNodeFactory();
        if (value == JsonToken.VALUE_NUMBER_INT) {
            return nodes.numberNode(parser.getBigIntegerValue());
        }
        return value == JsonToken.VALUE_STRING && parser.getTextLength() <= LONGEST_ID
                ? nodes.textNode(parser.getText())
                : nodes.nullNode();
    }

    /** What the client has still to write of the current line. */
    private final class Rest extends InputStream {
        private boolean ended;

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (ended || position == end && !fill()) {
                ended = true;
                return -1;
            }
            int taken = 0;
            while (taken < length && position < end) {
                byte next = chunk[position++];
                if (next == '\n') {
                    ended = true;
                    break;
                }
                target[offset + taken++] = next;
            }
            return taken == 0 ? -1 : taken;
        }
    }
}
