package io.mehari.endpoint.http;

import io.mehari.network.ByteBudget;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import java.io.IOException;

/** Writes a body into its buffer and holds its bytes while it grows, in steps. For one thread. */
final class CountedOutput extends ByteBufOutputStream {
    private static final int STEP = 64 * 1024;

    private final ByteBuf buffer;
    private final HeldBytes held;
    private int until = ByteBudget.UNCOUNTED;
    private int counted;
    private boolean full;

    private CountedOutput(ByteBuf buffer, HeldBytes held) {
        super(buffer);
        this.buffer = buffer;
        this.held = held;
    }

    /**
     * Writes a body.
     *
     * @param content writes it
     * @param buffer grows by what is written
     * @param held counts it
     * @throws NoRoomException if it cannot be held, whatever the content makes of that
     * @throws IOException if it cannot be written
     */
    static void write(Response.Content content, ByteBuf buffer, HeldBytes held) throws IOException {
        CountedOutput output = new CountedOutput(buffer, held);
        try (output) {
            content.writeTo(output);
        } catch (IOException | RuntimeException e) {
            if (output.full) {
                throw new NoRoomException(
                        "A response of more than " + output.until + " bytes is dropped: " + held.full());
            }
            throw e;
        }
    }

    @Override
    public void write(int b) throws IOException {
        requireRoom();
        super.write(b);
        count();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        requireRoom();
        super.write(bytes, offset, length);
        count();
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        write(bytes, 0, bytes.length);
    }

    private void count() throws IOException {
        int written = buffer.writerIndex();
        if (written > until) {
            full = !held.use(written + STEP - counted);
            requireRoom();
            counted = written + STEP;
            until = counted;
        }
    }

    private void requireRoom() throws IOException {
        if (full) {
            throw new IOException("No room");
        }
    }
}
