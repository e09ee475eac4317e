package io.mehari.bench;

/**
 * Holds what a driver counted against what the echo server says it ran: a rate of calls that never reached the
 * server, or a cache hit that was none, must not get into the report.
 */
final class ServerCount {
    private final String what;
    private final Source server;
    private final long before;

    /**
     * Notes what the server has run so far.
     *
     * @param server asks the echo server's tool {@code count}
     */
    ServerCount(String what, Source server) throws InterruptedException {
        this.what = what;
        this.server = server;
        this.before = server.executions();
    }

    /**
     * Checks that the server ran every call that was answered, and none twice.
     *
     * @param answered good answers since this was made
     * @param errors other answers, whose calls may have run
     * @throws IllegalStateException if it ran fewer or more
     */
    void expect(long answered, long errors) throws InterruptedException {
        long ran = server.executions() - before;
        if (ran < answered || ran > answered + errors) {
            throw new IllegalStateException("%s: %d calls were answered and %d failed, but the server ran %d"
                    .formatted(what, answered, errors, ran));
        }
    }

    /** Where the number of executions comes from. */
    @FunctionalInterface
    interface Source {
        /** How many echo calls the server has run. */
        long executions() throws InterruptedException;
    }
}
