package io.mehari.bench;

import java.io.IOException;
import java.util.List;

/** A call that two builds are compared by; keeps what it measured on one start of the builds after another. */
interface ComparedCall {
    /** Measures all rounds of one start. */
    void measure(Lab lab, Builds builds) throws IOException, InterruptedException;

    /** What all starts gave. */
    List<Cell> cells();
}
