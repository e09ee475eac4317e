package io.mehari.launch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Ends the process with an exit code, whatever still runs. Safe for concurrent use. */
public final class ProcessEnd {
    /** Exit code of a start that failed, and of a check that found a problem. */
    public static final int FAILED_START = 1;

    /** Longest wait for what is tidied up at the end. */
    private static final long LIMIT_SECONDS = 10;

    private ProcessEnd() {}

    /**
     * Ends the process in the usual way, and after ten seconds in any case. Does not return.
     *
     * @param code exit code, for whoever started the process
     */
    public static void with(int code) {
        CompletableFuture.delayedExecutor(LIMIT_SECONDS, TimeUnit.SECONDS)
                .execute(() -> Runtime.getRuntime().halt(code));
        System.exit(code);
    }
}
