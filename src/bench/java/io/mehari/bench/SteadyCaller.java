package io.mehari.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A caller that keeps calling, one call after the other, whatever is answered. */
final class SteadyCaller implements AutoCloseable {
    /** Between two calls, so that answers in the negative do not use up the machine. */
    private static final long PAUSE_MILLIS = 5;

    private final HttpCall call;
    private final Thread thread = new Thread(this::run, "mehari-bench-caller");
    private volatile boolean closed;
    private String last = "none yet";
    private long sent;
    private long answered;

    SteadyCaller(HttpCall call) {
        this.call = call;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                long begin = System.nanoTime();
                note(call.answer(), begin);
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void note(String answer, long begin) {
        last = answer;
        if (call.accepts(answer)) {
            sent = begin;
            answered = System.nanoTime();
            notifyAll();
        }
    }

    /**
     * Waits for the first good answer to a call that was sent after this time.
     *
     * @param since on {@link System#nanoTime()}'s clock, as the result is
     * @throws IllegalStateException if there is none within the limit
     */
    synchronized long goodAnswer(long since, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (answered == 0 || sent - since < 0) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0) {
                throw new IllegalStateException(
                        "No good answer from " + call.uri() + " within " + limit + ", the last was: " + last);
            }
            wait(left);
        }
        return answered;
    }

    @Override
    public void close() throws InterruptedException {
        closed = true;
        thread.join();
    }
}
