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

    /** What it is, for the report. */
    String name();

    @Override
    void close();
}
