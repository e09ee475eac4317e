package io.mehari.upstream.http.client;

import io.mehari.network.ByteBudget;
import io.mehari.protocol.JsonWeight;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;

/**
 * Reads the messages of one exchange in their order: small ones immediately on the event loop they came in on, those whose
 * trees are large on a thread that is there for them, so that the other connections of the loop do not wait. Whatever
 * follows a large one waits for it, within a bound. Messages are counted while they are read and delivered.
 *
 * <p>Steps are added by one thread at a time; they run one after the other.
 */
public final class IncomingTexts {
    /** Weight from which a message is large: it takes some milliseconds to read. */
    static final long LARGE = 1024L * 1024;

    private final Executor large;
    private final ByteBudget budget;
    private final int limit;
    private final Consumer<Throwable> broken;
    private Deque<Step> waiting;
    private long waitingBytes;
    private boolean busy;

    /**
     * Nothing to read yet.
     *
     * @param large runs what takes long
     * @param budget is asked for each message
     * @param limit most bytes that wait behind a large message; one message passes whatever its length
     * @param broken hears what a step has thrown that did not run on the caller's thread
     */
    public IncomingTexts(Executor large, ByteBudget budget, int limit, Consumer<Throwable> broken) {
        this.large = large;
        this.budget = budget;
        this.limit = limit;
        this.broken = broken;
    }

    private record Step(int bytes, Runnable work) {}

    /**
     * Reads a message.
     *
     * @param text of it; not changed
     * @param reader takes the text
     * @param refused takes the reason instead, to stand behind the server's name, where too many bytes are held already
     * @throws SseTooLongException if too many bytes wait behind a large message
     */
    public void read(byte[] text, Consumer<byte[]> reader, Consumer<String> refused) {
        if (text.length <= ByteBudget.UNCOUNTED) {
            add(text.length, false, () -> reader.accept(text));
            return;
        }
        long weight = JsonWeight.of(text, 0, text.length);
        ByteBudget.Share share = budget.share();
        if (!share.hold(weight)) {
            share.close();
            String reason = DroppedAnswer.reason(budget);
            then(() -> refused.accept(reason));
            return;
        }
        add(text.length, weight >= LARGE, () -> {
            try (share) {
                reader.accept(text);
            }
        });
    }

    /** Runs a step behind everything that came before it. */
    public void then(Runnable step) {
        add(0, false, step);
    }

    private void add(int bytes, boolean takesLong, Runnable work) {
        synchronized (this) {
            if (busy) {
                if (waitingBytes > 0 && waitingBytes + bytes > limit) {
                    throw new SseTooLongException(
                            "sent more than " + limit + " bytes while a large message was read", false);
                }
                waitingBytes += bytes;
                if (waiting == null) {
                    waiting = new ArrayDeque<>();
                }
                waiting.add(new Step(bytes, work));
                return;
            }
            busy = takesLong;
        }
        if (!takesLong) {
            work.run();
            return;
        }
        try {
            large.execute(() -> drain(work));
        } catch (RejectedExecutionException e) { // too many, or at the end: it is read here
            drain(work);
        }
    }

    private void drain(Runnable first) {
        for (Runnable work = first; work != null; work = next()) {
            try {
                work.run();
            } catch (Throwable e) { // ends its exchange; the steps behind it still run
                broken.accept(e);
            }
        }
    }

    private synchronized Runnable next() {
        Step step = waiting == null ? null : waiting.poll();
        busy = step != null;
        if (step == null) {
            return null;
        }
        waitingBytes -= step.bytes();
        return step.work();
    }
}
