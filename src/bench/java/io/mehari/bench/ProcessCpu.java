package io.mehari.bench;

import java.time.Duration;
import java.util.List;

/** CPU time some processes have used, user and system, all threads. */
final class ProcessCpu {
    private final List<ProcessHandle> processes;
    private Duration before;

    ProcessCpu(List<ProcessHandle> processes) {
        this.processes = processes;
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
        return processes.stream()
                .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }
}
