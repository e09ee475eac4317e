package io.mehari.logging;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.IntConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the process where a heap that is exhausted reaches a thread of the gateway or its log: threads die of it, and
 * what is left would be alive and deaf. Supervisors start a process again that has ended, not one that is silent. Safe
 * for concurrent use.
 */
public final class FatalErrors {
    /** Exit code, the same as that of the JVM's own {@code -XX:+ExitOnOutOfMemoryError}. */
    public static final int OUT_OF_MEMORY = 3;

    private static final Logger LOG = LoggerFactory.getLogger(FatalErrors.class);
    /** Made before they are needed: then there is no memory to make them. */
    private static final byte[] LAST_WORDS = ("Mehari ends with exit code " + OUT_OF_MEMORY
                    + " because the Java heap is exhausted. Give it more by -Xmx, or let calls hold less by"
                    + " mehari.memory.max-held.\n")
            .getBytes(StandardCharsets.US_ASCII);

    private static final FileOutputStream STDERR = new FileOutputStream(FileDescriptor.err);

    private static volatile IntConsumer end = Runtime.getRuntime()::halt;

    private FatalErrors() {}

    /** From now on an error that ends a thread is logged, and ends the process if it must. */
    public static void watchThreads() {
        Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
            endIfFatal(thrown);
            LOG.error("The thread {} has ended by a defect", thread.getName(), thrown);
        });
    }

    /**
     * Ends the process at once, without a word more than one, if something thrown says that the heap is exhausted. Too
     * little memory outside the heap (network buffers, threads) ends what asked for it, and nothing else.
     *
     * @param thrown by anything
     */
    public static void endIfFatal(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 50; depth++) {
            if (cause instanceof OutOfMemoryError && isHeap(cause)) {
                sayLastWords();
                end.accept(OUT_OF_MEMORY);
                return;
            }
            cause = cause.getCause();
        }
    }

    private static void sayLastWords() {
        try {
            STDERR.write(LAST_WORDS);
        } catch (IOException e) {
            return; // nobody listens
        }
    }

    /** Lets a test see the end instead. */
    static void endBy(IntConsumer other) {
        end = other;
    }

    private static boolean isHeap(Throwable error) {
        if (error.getClass() != OutOfMemoryError.class) {
            return false; // Netty's, of its buffers outside the heap
        }
        String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
        return !message.contains("direct") && !message.contains("native thread") && !message.contains("map failed");
    }
}
