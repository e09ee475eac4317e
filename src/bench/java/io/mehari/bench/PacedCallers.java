package io.mehari.bench;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Calls an echo tool at a fixed rate, whatever is answered, each call with an {@code id} that no other has. Latencies count
 * from the time at which a call was to be sent, so that one that waits for the one before it is not left out. Safe for
 * concurrent use.
 */
final class PacedCallers implements AutoCloseable {
    private final URI tool;
    private final String prefix;
    private final boolean keep;
    private final LoadCount count;
    private final long periodNanos;
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /**
     * Begins.
     *
     * @param tool address of the tool
     * @param prefix of the ids of its calls
     * @param callers calls in flight at most, each on a connection of its own
     * @param rate calls a second, all callers together
     * @param keep whether a caller keeps its connection; false: each call has a new one
     * @param count is told of each call
     */
    PacedCallers(URI tool, String prefix, int callers, double rate, boolean keep, LoadCount count) {
        this.tool = tool;
        this.prefix = prefix;
        this.keep = keep;
        this.count = count;
        this.periodNanos = (long) (TimeUnit.SECONDS.toNanos(1) * callers / rate);
        long begin = System.nanoTime();
        for (int i = 0; i < callers; i++) {
            int number = i;
            long first = begin + periodNanos * i / callers;
            Thread thread = new Thread(() -> run(number, first), "mehari-bench-paced");
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private void run(int number, long first) {
        long next = first;
        CallSocket socket = null;
        try {
            for (int i = 0; !closed; i++) {
                long left = next - System.nanoTime();
                if (left > 0) {
                    TimeUnit.NANOSECONDS.sleep(left);
                }
                socket = call(socket, prefix + number + "-" + i, next);
                next += periodNanos;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            CallSocket.close(socket);
        }
    }

    /** One call; the connection for the next one, or null. */
    private CallSocket call(CallSocket open, String id, long due) {
        count.sent();
        CallSocket socket = open;
        try {
            if (socket == null) {
                socket = new CallSocket(tool);
            }
            String answer = socket.post("{\"message\":\"" + id + "\",\"id\":\"" + id + "\"}", keep);
            if (answer.equals("200 \"" + id + "\"")) {
                count.answered(System.nanoTime() - due);
            } else {
                count.failed(id + ": " + answer);
            }
            if (keep && socket.stays()) {
                return socket;
            }
        } catch (IOException e) {
            count.failed(id + (open == null ? ", new connection: " : ": ") + e);
        }
        CallSocket.close(socket);
        return null;
    }

    /** Ends when each call has its answer. */
    @Override
    public void close() throws InterruptedException {
        closed = true;
        for (Thread thread : threads) {
            thread.join();
        }
    }
}
