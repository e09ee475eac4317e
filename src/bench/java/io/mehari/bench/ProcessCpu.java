package io.mehari.bench;

import java.time.Duration;

/** CPU time a process has used, user and system, all threads. */
final class ProcessCpu {
    private final ProcessHandle process;
    private Duration before;

    ProcessCpu(ProcessHandle process) {
        this.process = process;
        this.before = total();
    }

    /** Microseconds used since this was made, or since the last time it was asked. */
    double micros() {
        Duration now = total();
        double micros = now.minus(before).toNanos() / 1000.0;
        before = now;
        return micros;
    }

    private Duration total() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
