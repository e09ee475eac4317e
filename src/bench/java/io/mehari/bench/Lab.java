package io.mehari.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/**
 * What all cells share.
 *
 * @param pace how long to measure
 * @param driver sends HTTP calls
 * @param directory for files of the processes under test; removed at the end
 */
record Lab(Pace pace, Driver driver, Path directory) {

    /** Sends calls whose figures do not count. */
    void warmUp(String what, HttpCall call, int callers, Duration length) throws IOException, InterruptedException {
        say("%s: warm-up with %d callers, %d s", what, callers, length.toSeconds());
        driver.run(call, callers, length);
    }

    /** Measures one round, with the CPU time of the process that answers. */
    Measurement round(String what, HttpCall call, int callers, ChildProcess server)
            throws IOException, InterruptedException {
        ProcessCpu cpu = server.cpu();
        Measurement measured = driver.run(call, callers, pace.measured());
        return said(what, measured.withCpu(cpu.micros()));
    }

    /** Shows a figure as progress. */
    Measurement said(String what, Measurement measured) {
        say(
                "%s: %,.0f calls/s, p50 %,.0f us, p99 %,.0f us, %d errors",
                what, measured.rate(), measured.p50(), measured.p99(), measured.errors());
        return measured;
    }

    /** Shows progress. */
    static void say(String format, Object... arguments) {
        System.out.println("[bench] " + String.format(Locale.ROOT, format, arguments));
    }
}
