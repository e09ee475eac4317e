package io.mehari.bench;

import java.util.List;

/** Ways to a tool on which each caller has a call of its own, all driven by the same driver. */
final class McpWays implements AutoCloseable {
    /** Connections, and clients. */
    static final int CALLERS = 32;

    private final NettyDriver driver = new NettyDriver();

    /** A way on which all callers send the same. */
    Way way(String name, HttpCall call, ProcessCpu own, ProcessCpu behind) {
        return new Way(name, (lab, callers, length) -> driver.run(call, callers, length), own, behind);
    }

    /**
     * A way on which each caller sends what is its own.
     *
     * @param calls one for each caller
     */
    Way way(String name, List<HttpCall> calls, ProcessCpu own, ProcessCpu behind) {
        return new Way(name, (lab, callers, length) -> driver.run(calls, length), own, behind);
    }

    @Override
    public void close() {
        driver.close();
    }
}
