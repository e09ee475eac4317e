package io.mehari.cli.top;

import java.io.IOException;
import java.util.List;

/** A screen with keys: the terminal of the process, or a test's own. Used by one thread. */
interface Terminal extends AutoCloseable {
    /** No key was pressed. */
    int NONE = -1;

    /** There will be no more keys. */
    int END = -2;

    /**
     * Its size.
     *
     * @param columns of it
     * @param rows of it
     */
    record Size(int columns, int rows) {}

    /** {@return its size at the moment} */
    Size size();

    /**
     * Shows these lines and nothing else.
     *
     * @param lines no more, and no longer, than fit
     */
    void show(List<String> lines);

    /**
     * Waits for a key.
     *
     * @param millis longest wait
     * @return the key; {@link #NONE} or {@link #END}
     * @throws IOException if it cannot be read
     * @throws InterruptedException if the thread is interrupted
     */
    int key(int millis) throws IOException, InterruptedException;

    /** Leaves the terminal as it was. */
    @Override
    void close();
}
