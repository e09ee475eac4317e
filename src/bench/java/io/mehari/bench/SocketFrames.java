package io.mehari.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** One connection's frames (RFC 6455, section 5.2), counted and passed over. Read by one thread, asked by any. */
final class SocketFrames {
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int CLOSE = 8;

    private final SocketChannel channel;
    private final ByteBuffer head = ByteBuffer.allocate(10);
    private long left;
    private volatile long messages;
    private volatile boolean ended;

    SocketFrames(SocketChannel channel) {
        this.channel = channel;
    }

    /** A frame of a client with a mask that changes nothing. */
    static ByteBuffer masked(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 8);
        frame.put((byte) (0x80 | opcode));
        if (payload.length < 126) {
            frame.put((byte) (0x80 | payload.length));
        } else {
            frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
        }
        return frame.putInt(0).put(payload).flip();
    }

    /** Reads what there is; whether a message has come to its end. */
    boolean read(ByteBuffer buffer) throws IOException {
        long before = messages;
        buffer.clear();
        int read = channel.read(buffer);
        if (read < 0) {
            ended = true;
            throw new IOException("ended");
        }
        buffer.flip();
        while (buffer.hasRemaining()) {
            take(buffer);
        }
        return messages > before;
    }

    private void take(ByteBuffer buffer) throws IOException {
        if (left > 0) {
            int passed = (int) Math.min(left, buffer.remaining());
            buffer.position(buffer.position() + passed);
            left -= passed;
        } else {
            head.put(buffer.get());
            if (head.position() < 2 || head.position() < length()) {
                return;
            }
            left = payload();
        }
        if (left == 0) {
            ended();
        }
    }

    private int length() {
        int length = head.get(1) & 0x7F;
        return length < 126 ? 2 : length == 126 ? 4 : 10;
    }

    private long payload() {
        return switch (length()) {
            case 2 -> head.get(1) & 0x7F;
            case 4 -> head.getShort(2) & 0xFFFF;
            default -> head.getLong(2);
        };
    }

    private void ended() throws IOException {
        int opcode = head.get(0) & 0x0F;
        head.clear();
        if (opcode == PING) {
            channel.write(masked(PONG, new byte[0]));
        } else if (opcode == CLOSE) {
            ended = true;
        } else {
            messages++; // one thread writes
        }
    }

    long messages() {
        return messages;
    }

    boolean isEnded() {
        return ended;
    }

    void close() throws IOException {
        channel.close();
    }
}
