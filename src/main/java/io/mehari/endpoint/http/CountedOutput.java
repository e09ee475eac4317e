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

    /**
     * An output at the end of a buffer.
     *
     * @param buffer grows by what is written
     * @param held counts it
     */
    CountedOutput(ByteBuf buffer, HeldBytes held) {
        super(buffer);
        this.buffer = buffer;
        this.held = held;
    }

    @Override
    public void write(int b) throws IOException {
        super.write(b);
        count();
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        super.write(bytes, offset, length);
        count();
    }

    @Override
    public void write(byte[] bytes) throws IOException {
        super.write(bytes);
        count();
    }

    private void count() {
        if (buffer.writerIndex() > until) {
            int wanted = buffer.writerIndex() + STEP;
            if (!held.add(wanted - counted)) {
                throw new NoRoomException(
                        "A response of more than " + buffer.writerIndex() + " bytes is dropped: " + held.full());
            }
            counted = wanted;
            until = wanted;
        }
    }
}
