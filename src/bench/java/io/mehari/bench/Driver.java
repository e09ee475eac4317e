package io.mehari.bench;

import java.io.IOException;
import java.time.Duration;

/** Sends the same call from many callers in a closed loop. */
interface Driver extends AutoCloseable {
    /**
     * Measures.
     *
     * @param callers calls in flight at any time, each on a connection of its own
     * @param length how long
     */
    Measurement run(HttpCall call, int callers, Duration length) throws IOException, InterruptedException;

    /**
     * How many calls of one run may have reached the server without being counted, since the time was over.
     *
     * @param callers of that run
     */
    int dropped(int callers);

    /** What it is, for the report. */
    String name();

    @Override
    void close();
}
