package io.mehari.launch;

import java.time.Duration;

/** Ends the process with an exit code, whatever still runs. */
public final class ProcessEnd {
    /** Exit code of a start that failed, of a check that found a problem. */
    public static final int FAILED_START = 1;

    /** Longest wait for what is to be tidied up. */
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private ProcessEnd() {}

    /**
     * Ends the process in the usual way, and after ten seconds in any case. Does not return.
     *
     * @param code exit code, for whoever started the process
     */
    public static void with(int code) {
        Thread limit = new Thread(() -> haltLater(code), "mehari-end");
        limit.setDaemon(true);
        limit.start();
        System.exit(code);
    }

    private static void haltLater(int code) {
        try {
            Thread.sleep(LIMIT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(code);
    }
}
